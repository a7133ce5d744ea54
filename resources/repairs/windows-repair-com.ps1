# Backup Doctor repair for Windows: lets the COM+ System Application start on demand, and starts it.
# PowerShell 5.1, as SYSTEM through Run Command. It may run twice, and the last line of its output says how it went.
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# The last line, in plain ASCII without quotes.
function Write-Answer($done, $words) {
  $plain = "$words" -replace '[^ !#-\[\]-~]', '?'
  if ($plain.Length -gt 180) { $plain = $plain.Substring(0, 180) }
  $truth = if ($done) { 'true' } else { 'false' }
  '{"repair":1,"ok":' + $truth + ',"said":"' + $plain + '"}'
}

# Changes how a service starts and starts it; a service that starts on demand may end again by itself.
function Start-Working($name, $mode) {
  Set-Service -Name $name -StartupType $mode
  Start-Service -Name $name
}

try {
  Start-Working 'COMSysApp' 'Manual'
  Write-Answer $true 'COMSysApp starts on demand again, and was started.'
} catch {
  Write-Answer $false "$($_.Exception.GetType().Name): $($_.Exception.Message)"
}
