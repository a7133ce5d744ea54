# Backup Doctor repair for Windows: takes back what windows-bypass-proxy-on.ps1 has changed.
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

$address = '168.63.129.16'
$kept = 'SOFTWARE\BackupDoctor\ProxyBypass'
$own = 'HKEY_USERS\S-1-5-18\SOFTWARE\Microsoft\Windows\CurrentVersion\Internet Settings'

# The proxy of WinHTTP and the hosts that go round it: flags at 8 (2: a proxy is set), then both with their lengths before them.
function Read-WinHttp {
  $settings = [Microsoft.Win32.Registry]::GetValue('HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows\CurrentVersion\Internet Settings\Connections', 'WinHttpSettings', $null)
  if ($null -eq $settings -or $settings.Length -lt 16 -or -not ($settings[8] -band 2)) { return $null }
  $length = [BitConverter]::ToInt32($settings, 12)
  $proxy = [Text.Encoding]::ASCII.GetString($settings, 16, $length)
  $more = [BitConverter]::ToInt32($settings, 16 + $length)
  @{ Proxy = $proxy; Bypass = [Text.Encoding]::ASCII.GetString($settings, 20 + $length, $more) }
}
# The same of SYSTEM's own Internet settings.
function Read-Own {
  if ([Microsoft.Win32.Registry]::GetValue($own, 'ProxyEnable', 0) -ne 1) { return $null }
  @{ Proxy = "$([Microsoft.Win32.Registry]::GetValue($own, 'ProxyServer', ''))"; Bypass = "$([Microsoft.Win32.Registry]::GetValue($own, 'ProxyOverride', ''))" }
}
function Set-WinHttp($proxy, $bypass) {
  $list = if ($bypass) { " bypass-list=`"$bypass`"" } else { '' }
  $code = Invoke-Program 'netsh.exe' "winhttp set proxy proxy-server=`"$proxy`"$list"
  if ($code -ne 0) { throw "netsh ended with $code." }
}
function Set-Own($proxy, $bypass) {
  $list = if ($bypass) { "`"$bypass`"" } else { 'NULL' }
  $code = Invoke-Program 'bitsadmin.exe' "/util /setieproxy localsystem MANUAL_PROXY `"$proxy`" $list"
  if ($code -ne 0) { throw "bitsadmin ended with $code." }
}

try {
  $keep = [Microsoft.Win32.Registry]::LocalMachine.OpenSubKey($kept)
  if ($null -eq $keep) {
    Write-Answer $true 'There is nothing to take back.'
  } else {
    foreach ($kind in $keep.GetValueNames()) {
      $proxy, $bypass = "$($keep.GetValue($kind))" -split '\|', 2
      $now = if ($kind -eq 'Own') { Read-Own } else { Read-WinHttp }
      if ($null -eq $now -or $now.Proxy -ne $proxy) { continue }
      if ($kind -eq 'Own') { Set-Own $proxy $bypass } else { Set-WinHttp $proxy $bypass }
    }
    $keep.Close()
    [Microsoft.Win32.Registry]::LocalMachine.DeleteSubKeyTree($kept)
    Write-Answer $true 'The proxy settings are as they were.'
  }
} catch {
  Write-Answer $false "$($_.Exception.GetType().Name): $($_.Exception.Message)"
}
