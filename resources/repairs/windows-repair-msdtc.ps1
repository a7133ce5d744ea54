# Backup Doctor repair for Windows: installs the Distributed Transaction Coordinator anew; it then runs as Network Service and starts with Windows.
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

# The exit code of a program.
function Invoke-Program($file, $arguments) {
  (Start-Process -FilePath $file -ArgumentList $arguments -Wait -PassThru -WindowStyle Hidden).ExitCode
}

# Changes how a service starts and starts it; a service that starts on demand may end again by itself.
function Start-Working($name, $mode) {
  Set-Service -Name $name -StartupType $mode
  Start-Service -Name $name
}

try {
  Stop-Service -Name MSDTC -Force -ErrorAction SilentlyContinue
  foreach ($step in '-uninstall', '-install') {
    $code = Invoke-Program 'msdtc.exe' $step
    if ($code -ne 0) { throw "msdtc $step ended with $code." }
    Start-Sleep -Seconds 5
  }
  # Not localised; the backslash is made, because one before an n does not always arrive.
  $account = 'NT AUTHORITY{0}NetworkService' -f [char]92
  $code = Invoke-Program 'sc.exe' "config MSDTC start= auto obj= `"$account`" password= `"`""
  if ($code -ne 0) { throw "sc ended with $code." }
  Start-Working 'MSDTC' 'Automatic'
  Write-Answer $true 'MSDTC was installed anew, runs as Network Service and starts with Windows.'
} catch {
  Write-Answer $false "$($_.Exception.GetType().Name): $($_.Exception.Message)"
}
