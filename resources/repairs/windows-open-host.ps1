# Backup Doctor repair for Windows: lets the Azure host 168.63.129.16 be reached on TCP 80 and 32526 through the firewall of Windows.
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
  if ($null -eq (Get-NetFirewallRule -Name $rule -ErrorAction SilentlyContinue)) {
    New-NetFirewallRule -Name $rule -DisplayName 'Azure host (Backup Doctor)' -Direction Outbound -Action Allow -Protocol TCP -RemoteAddress $address -RemotePort 80, 32526 | Out-Null
  }
  # A rule that blocks beats every rule that allows, so those that name the host are switched off; their names are kept.
  $keep = [Microsoft.Win32.Registry]::LocalMachine.CreateSubKey($kept)
  $off = 0
  foreach ($block in @(Get-NetFirewallRule -Direction Outbound -Action Block -Enabled True -PolicyStore PersistentStore -ErrorAction SilentlyContinue)) {
    $named = @(($block | Get-NetFirewallAddressFilter).RemoteAddress) -replace '/.*$', ''
    if ($named -contains $address) {
      $keep.SetValue($block.Name, 'on')
      Disable-NetFirewallRule -Name $block.Name
      $off++
    }
  }
  Write-Answer $true "168.63.129.16 is allowed on TCP 80 and 32526. Rules that block it and were switched off: $off."
} catch {
  Write-Answer $false "$($_.Exception.GetType().Name): $($_.Exception.Message)"
}
