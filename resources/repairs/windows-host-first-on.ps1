# Backup Doctor repair for Windows: makes the backup extension ask the Azure host for the snapshot first.
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

# Sets a value and keeps, the first time, what was there before: absent, or its kind and its data.
$kept = 'SOFTWARE\BackupDoctor\HostFirst'
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
  Set-Kept 'SOFTWARE\Microsoft\BcdrAgentPersistentKeys' 'SnapshotMethod' 'firstHostThenGuest' 'String'
  Set-Kept 'SOFTWARE\Microsoft\BcdrAgentPersistentKeys' 'CalculateSnapshotTimeFromHost' 'True' 'String'
  Write-Answer $true 'SnapshotMethod and CalculateSnapshotTimeFromHost are set.'
} catch {
  Write-Answer $false "$($_.Exception.GetType().Name): $($_.Exception.Message)"
}
