# Backup Doctor repair for Windows: restarts RdAgent and WindowsAzureGuestAgent in a minute, and lets them start with Windows.
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

$restart = {
  $ErrorActionPreference = 'SilentlyContinue'
  Restart-Service -Name RdAgent -Force
  Stop-Service -Name WindowsAzureGuestAgent -Force -NoWait
  for ($waited = 0; $waited -lt 60 -and "$((Get-Service -Name WindowsAzureGuestAgent).Status)" -ne 'Stopped'; $waited++) { Start-Sleep -Seconds 1 }
  if ("$((Get-Service -Name WindowsAzureGuestAgent).Status)" -ne 'Stopped') { Stop-Process -Name WindowsAzureGuestAgent -Force }
  Start-Sleep -Seconds 2
  Start-Service -Name RdAgent
  Start-Service -Name WindowsAzureGuestAgent
}

try {
  $missing = @('RdAgent', 'WindowsAzureGuestAgent' | Where-Object { $null -eq (Get-Service -Name $_ -ErrorAction SilentlyContinue) })
  if ($missing.Count -gt 0) {
    Write-Answer $false "Not installed: $($missing -join ', '). The agent has to be installed anew."
  } else {
    Set-Service -Name RdAgent -StartupType Automatic
    Set-Service -Name WindowsAzureGuestAgent -StartupType Automatic
    Start-Later 'BackupDoctorRestartAgent' $restart
    Write-Answer $true 'RdAgent and WindowsAzureGuestAgent restart in a minute.'
  }
} catch {
  Write-Answer $false "$($_.Exception.GetType().Name): $($_.Exception.Message)"
}
