# Backup Doctor repair for Windows: lets the main interface take its address from DHCP, in a minute.
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

# In a minute and outside of this command, which the agent's restart would cut off. The Task Scheduler's own interface, since Windows 6.0.
function Start-Later($name, $work) {
  $invariant = [Globalization.CultureInfo]::InvariantCulture
  $scheduler = New-Object -ComObject Schedule.Service
  $scheduler.Connect()
  $task = $scheduler.NewTask(0)
  $task.RegistrationInfo.Description = 'Backup Doctor: runs once and goes by itself.'
  $task.Settings.DeleteExpiredTaskAfter = 'PT0S'
  $task.Settings.ExecutionTimeLimit = 'PT30M'
  $task.Settings.StartWhenAvailable = $true
  $task.Settings.DisallowStartIfOnBatteries = $false
  $trigger = $task.Triggers.Create(1)
  $trigger.StartBoundary = [DateTime]::Now.AddSeconds(60).ToString('yyyy-MM-ddTHH:mm:ss', $invariant)
  $trigger.EndBoundary = [DateTime]::Now.AddMinutes(40).ToString('yyyy-MM-ddTHH:mm:ss', $invariant)
  $action = $task.Actions.Create(0)
  $action.Path = "$env:SystemRoot\System32\WindowsPowerShell\v1.0\powershell.exe"
  $code = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes("$work"))
  $action.Arguments = "-NoProfile -NonInteractive -ExecutionPolicy Bypass -EncodedCommand $code"
  [void]$scheduler.GetFolder('\').RegisterTaskDefinition($name, $task, 6, 'SYSTEM', $null, 5)
}

try {
  # The one with the lowest metric carries the VM's traffic; the loopback has index 1.
  $connected = @(Get-NetIPInterface -AddressFamily IPv4 -ConnectionState Connected | Where-Object { $_.InterfaceIndex -ne 1 } | Sort-Object InterfaceMetric)
  if ($connected.Count -eq 0) {
    Write-Answer $false 'No interface is connected.'
  } elseif ("$($connected[0].Dhcp)" -eq 'Enabled') {
    Write-Answer $true 'The interface already takes its address from DHCP.'
  } else {
    $index = [int]$connected[0].InterfaceIndex
    $addresses = @(Get-NetIPAddress -AddressFamily IPv4 -InterfaceIndex $index)
    if ($addresses.Count -ne 1) {
      Write-Answer $false "The interface has $($addresses.Count) addresses. Several have to be typed by hand, so nothing was changed."
    } else {
      Start-Later 'BackupDoctorDhcpOn' "Start-Process -FilePath netsh.exe -ArgumentList 'interface ipv4 set address name=$index source=dhcp' -Wait"
      Write-Answer $true 'The interface takes its address from DHCP in a minute.'
    }
  }
} catch {
  Write-Answer $false "$($_.Exception.GetType().Name): $($_.Exception.Message)"
}
