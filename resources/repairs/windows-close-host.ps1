# Backup Doctor repair for Windows: takes back what windows-open-host.ps1 has changed in the firewall of Windows.
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

$address = '168.63.129.16'
$rule = 'BackupDoctor-AzureHost'
$kept = 'SOFTWARE\BackupDoctor\HostFirewall'

try {
  $keep = [Microsoft.Win32.Registry]::LocalMachine.OpenSubKey($kept)
  if ($null -ne $keep) {
    foreach ($name in $keep.GetValueNames()) {
      if ($null -ne (Get-NetFirewallRule -Name $name -ErrorAction SilentlyContinue)) { Enable-NetFirewallRule -Name $name }
    }
    $keep.Close()
    [Microsoft.Win32.Registry]::LocalMachine.DeleteSubKeyTree($kept)
  }
  if ($null -ne (Get-NetFirewallRule -Name $rule -ErrorAction SilentlyContinue)) { Remove-NetFirewallRule -Name $rule }
  Write-Answer $true 'The firewall is as it was.'
} catch {
  Write-Answer $false "$($_.Exception.GetType().Name): $($_.Exception.Message)"
}
