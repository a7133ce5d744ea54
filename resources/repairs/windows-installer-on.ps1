# Backup Doctor repair for Windows: lets Windows Installer start on demand.
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

# Sets a value and keeps, the first time, what was there before: absent, or its kind and its data.
$kept = 'SOFTWARE\BackupDoctor\Installer'
function Set-Kept($key, $name, $value, $kind) {
  $place = [Microsoft.Win32.Registry]::LocalMachine.CreateSubKey($key)
  $keep = [Microsoft.Win32.Registry]::LocalMachine.CreateSubKey($kept)
  $label = "$key|$name"
  if ($null -eq $keep.GetValue($label)) {
    $old = $place.GetValue($name)
    if ($null -eq $old) { $keep.SetValue($label, 'absent') } else { $keep.SetValue($label, "$($place.GetValueKind($name)):$old") }
  }
  $place.SetValue($name, $value, $kind)
}

try {
  Set-Kept 'SYSTEM\CurrentControlSet\Services\msiserver' 'Start' 3 'DWord'
  $code = Invoke-Program 'sc.exe' 'config msiserver start= demand'
  $when = if ($code -eq 0) { 'from now on' } else { 'after the next restart of Windows' }
  Write-Answer $true "Windows Installer starts on demand $when."
} catch {
  Write-Answer $false "$($_.Exception.GetType().Name): $($_.Exception.Message)"
}
