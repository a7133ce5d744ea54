# Backup Doctor guest probe 1 for Windows. Reads only; prints one line of JSON. PowerShell 5.1, no modules, as SYSTEM through Run Command.
$ErrorActionPreference = 'SilentlyContinue'
function Test-Port($address, $port) {
  $client = New-Object Net.Sockets.TcpClient
  try {
    $attempt = $client.BeginConnect($address, $port, $null, $null)
    return [bool]($attempt.AsyncWaitHandle.WaitOne(3000) -and $client.Connected)
  } finally { $client.Close() }
}
$services = @(foreach ($name in 'RdAgent', 'WindowsAzureGuestAgent') {
  $service = Get-WmiObject Win32_Service -Filter "Name='$name'"
  if ($service) { @{ name = $name; state = "$($service.State)"; start = "$($service.StartMode)" } }
  else { @{ name = $name; state = 'Absent'; start = '' } }
})
$interface = Get-NetIPInterface -AddressFamily IPv4 -ConnectionState Connected |
  Where-Object { $_.InterfaceAlias -notmatch 'Loopback' } | Sort-Object InterfaceMetric | Select-Object -First 1
$addresses = @(Get-NetIPAddress -InterfaceIndex $interface.ifIndex -AddressFamily IPv4).Count
# The labels are translated on a localised Windows; the number in brackets is not: [1] is a stable writer.
$writers = @((vssadmin list writers) -match '\[\d+\]' -replace '^.*\[(\d+)\].*$', '$1')
@{
  v = 1
  os = 'windows'
  services = $services
  dotnet = [int](Get-ItemProperty 'HKLM:\SOFTWARE\Microsoft\NET Framework Setup\NDP\v4\Full').Release
  host80 = (Test-Port '168.63.129.16' 80)
  host32526 = (Test-Port '168.63.129.16' 32526)
  dhcp = "$($interface.Dhcp)"
  addresses = $addresses
  writers = $writers.Count
  badwriters = @($writers | Where-Object { $_ -ne '1' }).Count
} | ConvertTo-Json -Compress -Depth 3
