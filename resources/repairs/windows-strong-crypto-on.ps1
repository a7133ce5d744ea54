# Backup Doctor repair for Windows: lets every installed .NET Framework use TLS 1.2.
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
$kept = 'SOFTWARE\BackupDoctor\StrongCrypto'
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
  $set = 0
  foreach ($width in 'SOFTWARE\Microsoft\.NETFramework', 'SOFTWARE\Wow6432Node\Microsoft\.NETFramework') {
    foreach ($version in 'v2.0.50727', 'v4.0.30319') {
      $key = "$width\$version"
      if ($null -eq [Microsoft.Win32.Registry]::LocalMachine.OpenSubKey($key)) { continue }
      Set-Kept $key 'SchUseStrongCrypto' 1 'DWord'
      $set++
    }
  }
  Write-Answer ($set -gt 0) "SchUseStrongCrypto is set in $set places. Programs that run go on without it until they restart."
} catch {
  Write-Answer $false "$($_.Exception.GetType().Name): $($_.Exception.Message)"
}
