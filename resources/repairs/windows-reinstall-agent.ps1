# Backup Doctor repair for Windows: installs the newest agent over the one that is there, from the agent's releases on GitHub, in a minute.
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

# Nobody but administrators writes here, so the file stays what its signature was checked for.
$folder = "$env:SystemRoot\Panther\BackupDoctor"
$package = "$folder\WindowsAzureVmAgent.msi"
$install = {
  $ErrorActionPreference = 'SilentlyContinue'
  $package = "$env:SystemRoot\Panther\BackupDoctor\WindowsAzureVmAgent.msi"
  Start-Process -FilePath msiexec.exe -ArgumentList "/i `"$package`" /qn /norestart /L*v `"$env:SystemRoot\Panther\msiexec.log`"" -Wait
  Start-Service -Name RdAgent
  Start-Service -Name WindowsAzureGuestAgent
  Remove-Item -Force -LiteralPath $package
}

try {
  [Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType]3072
  $kind = if ("$env:PROCESSOR_ARCHITECTURE$env:PROCESSOR_ARCHITEW6432" -match 'ARM64') { 'arm64' } else { 'amd64' }
  $release = Invoke-RestMethod -UseBasicParsing -TimeoutSec 60 -Uri 'https://api.github.com/repos/Azure/WindowsVMAgent/releases/latest'
  $source = 'https://github.com/Azure/WindowsVMAgent/releases/download/'
  $found = @($release.assets | Where-Object { $_.name -match "^WindowsAzureVmAgent[A-Za-z0-9._-]*$kind[A-Za-z0-9._-]*\.msi$" -and $_.browser_download_url.StartsWith($source) })
  if ($found.Count -ne 1) {
    Write-Answer $false 'The newest release of the agent has no installer for this processor.'
  } else {
    New-Item -ItemType Directory -Force -Path $folder | Out-Null
    Invoke-WebRequest -UseBasicParsing -TimeoutSec 600 -Uri $found[0].browser_download_url -OutFile $package
    $signature = Get-AuthenticodeSignature -LiteralPath $package
    if ("$($signature.Status)" -ne 'Valid' -or $signature.SignerCertificate.Subject -notmatch '(^|, )O=Microsoft Corporation(,|$)') {
      Remove-Item -Force -LiteralPath $package
      Write-Answer $false 'The installer is not signed by Microsoft, so it was thrown away.'
    } else {
      Start-Later 'BackupDoctorReinstallAgent' $install
      Write-Answer $true "$($found[0].name) is installed in a minute. Its log is Panther\msiexec.log in the Windows folder."
    }
  }
} catch {
  Write-Answer $false "$($_.Exception.GetType().Name): $($_.Exception.Message)"
}
