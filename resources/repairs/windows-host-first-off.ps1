# Backup Doctor repair for Windows: takes SnapshotMethod and CalculateSnapshotTimeFromHost back.
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

try {
  $keep = [Microsoft.Win32.Registry]::LocalMachine.OpenSubKey('SOFTWARE\BackupDoctor\HostFirst')
  if ($null -eq $keep) {
    Write-Answer $true 'There is nothing to take back.'
  } else {
    foreach ($label in $keep.GetValueNames()) {
      $key, $name = $label -split '\|', 2
      $kind, $old = "$($keep.GetValue($label))" -split ':', 2
      $place = [Microsoft.Win32.Registry]::LocalMachine.CreateSubKey($key)
      if ($kind -eq 'absent') { $place.DeleteValue($name, $false) } else { $place.SetValue($name, $old, $kind) }
    }
    $keep.Close()
    [Microsoft.Win32.Registry]::LocalMachine.DeleteSubKeyTree('SOFTWARE\BackupDoctor\HostFirst')
    Write-Answer $true 'SnapshotMethod and CalculateSnapshotTimeFromHost are as they were.'
  }
} catch {
  Write-Answer $false "$($_.Exception.GetType().Name): $($_.Exception.Message)"
}
