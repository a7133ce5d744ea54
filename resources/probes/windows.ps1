# Backup Doctor guest probe 2 for Windows. Reads only; prints one line of JSON. PowerShell 2.0 to 5.1 without modules, as SYSTEM through Run Command.
# What cannot be found out is null. Nothing here reads a word that Windows translates: names, numbers, the registry and .NET are the same everywhere.
$ErrorActionPreference = 'SilentlyContinue'
$ProgressPreference = 'SilentlyContinue'
$address = '168.63.129.16'
$drive = "$env:SystemDrive"
$machine = 'HKEY_LOCAL_MACHINE'
$invariant = [Globalization.CultureInfo]::InvariantCulture

function Format-Text($value, $length) {
  if ($null -eq $value) { return 'null' }
  $clean = "$value" -replace '[^ -~]', '?' -replace '"', "'"
  if ($clean.Length -gt $length) { $clean = $clean.Substring(0, $length) }
  '"' + ($clean -replace '\\', '\\') + '"'
}
function Format-Truth($value) {
  if ($null -eq $value) { 'null' } elseif ($value) { 'true' } else { 'false' }
}
function Format-Number($value) {
  if ($null -eq $value) { return 'null' }
  $number = [Math]::Max(0, [Math]::Min(999999999, [Math]::Floor([double]$value)))
  ([int]$number).ToString($invariant)
}
# The answer to a question, or null where asking fails.
function Get-Answer([scriptblock]$question) {
  try { . $question } catch { $null }
}
function Get-Setting($key, $name) { [Microsoft.Win32.Registry]::GetValue("$machine\$key", $name, $null) }

function Test-Port($port) {
  $client = New-Object Net.Sockets.TcpClient
  try {
    $attempt = $client.BeginConnect($address, $port, $null, $null)
    [bool]($attempt.AsyncWaitHandle.WaitOne(3000) -and $client.Connected)
  } finally { $client.Close() }
}
function Test-Host {
  try {
    $request = [Net.WebRequest]::Create("http://$address/?comp=versions")
    $request.Proxy = $null
    $request.Timeout = 3000
    $request.ReadWriteTimeout = 3000
    $response = $request.GetResponse()
    [int]$response.StatusCode -eq 200
    $response.Close()
  } catch {
    if ($_.Exception.GetBaseException() -is [Net.WebException]) { $false } else { $null }
  }
}

function Format-Service($name) {
  $modes = 'Boot', 'System', 'Auto', 'Manual', 'Disabled'
  $key = "SYSTEM\CurrentControlSet\Services\$name"
  $start = Get-Setting $key 'Start'
  $state = 'Absent'
  $mode = ''
  $program = $null
  if ($null -ne $start) {
    $mode = "$($modes[[int]$start])"
    $state = "$((Get-Service -Name $name).Status)"
    if ($state -eq '') { $state = 'Unknown' }
    $image = Get-Setting $key 'ImagePath'
    if ("$image" -match '^"?([A-Za-z]:\\[^"]+?\.exe)') { $program = [IO.File]::Exists($Matches[1]) }
  }
  $account = Get-Setting $key 'ObjectName'
  '{"name":"' + $name + '","state":' + (Format-Text $state 20) + ',"start":' + (Format-Text $mode 10) +
    ',"account":' + (Format-Text "$account" 48) + ',"program":' + (Format-Truth $program) + '}'
}

# The interface through which the host is reached; connecting a datagram socket sends nothing.
function Get-Interface {
  $all = [Net.NetworkInformation.NetworkInterface]::GetAllNetworkInterfaces()
  $own = Get-Answer {
    $socket = New-Object Net.Sockets.UdpClient
    $socket.Connect($address, 80)
    "$($socket.Client.LocalEndPoint.Address)"
    $socket.Close()
  }
  $found = $all | Where-Object { @($_.GetIPProperties().UnicastAddresses | Where-Object { "$($_.Address)" -eq $own }).Count -gt 0 }
  if ($null -eq $found) {
    $found = $all | Where-Object { "$($_.OperationalStatus)" -eq 'Up' -and $_.GetIPProperties().GatewayAddresses.Count -gt 0 }
  }
  $found | Select-Object -First 1
}

# The output of a program, or null when it does not end in time: vssadmin hangs when VSS does.
function Read-Program($file, $arguments, $seconds) {
  $start = New-Object Diagnostics.ProcessStartInfo $file, $arguments
  $start.UseShellExecute = $false
  $start.RedirectStandardOutput = $true
  $start.CreateNoWindow = $true
  $deadline = [DateTime]::UtcNow.AddSeconds($seconds)
  $process = [Diagnostics.Process]::Start($start)
  try {
    $stream = $process.StandardOutput.BaseStream
    $buffer = [Array]::CreateInstance([byte], 4096)
    $text = ''
    do {
      $reading = $stream.BeginRead($buffer, 0, 4096, $null, $null)
      $left = [int]($deadline - [DateTime]::UtcNow).TotalMilliseconds
      if ($left -le 0 -or -not $reading.AsyncWaitHandle.WaitOne($left)) { return $null }
      $count = $stream.EndRead($reading)
      $text += [Text.Encoding]::ASCII.GetString($buffer, 0, $count)
    } while ($count -gt 0)
    $text
  } finally {
    if (-not $process.WaitForExit(1000)) { $process.Kill() }
  }
}

# The proxy of WinHTTP, else that of SYSTEM's Internet settings, else that of .NET Framework.
function Get-Proxy {
  $settings = Get-Setting 'SOFTWARE\Microsoft\Windows\CurrentVersion\Internet Settings\Connections' 'WinHttpSettings'
  # Flags at 8 (2: a proxy is set), the length of its name at 12, the name from 16.
  if ($settings -and $settings.Length -gt 16 -and ($settings[8] -band 2)) {
    return [Text.Encoding]::ASCII.GetString($settings, 16, [Math]::Min([BitConverter]::ToInt32($settings, 12), $settings.Length - 16))
  }
  $own = 'HKEY_USERS\S-1-5-18\SOFTWARE\Microsoft\Windows\CurrentVersion\Internet Settings'
  if ([Microsoft.Win32.Registry]::GetValue($own, 'ProxyEnable', 0) -eq 1) { return "$([Microsoft.Win32.Registry]::GetValue($own, 'ProxyServer', ''))" }
  $file = "$env:SystemRoot\Microsoft.NET\Framework64\v4.0.30319\Config\machine.config"
  if ([IO.File]::Exists($file)) {
    $configuration = New-Object Xml.XmlDocument
    $configuration.XmlResolver = $null
    $configuration.Load($file)
    return "$($configuration.SelectSingleNode('//system.net/defaultProxy/proxy/@proxyaddress').Value)"
  }
  ''
}

# Whether the host goes round the proxies of WinHTTP and of SYSTEM: in the first, the list follows the proxy's name, with its length before it.
function Test-Bypass {
  $lists = @()
  $settings = Get-Setting 'SOFTWARE\Microsoft\Windows\CurrentVersion\Internet Settings\Connections' 'WinHttpSettings'
  if ($settings -and $settings.Length -gt 20 -and ($settings[8] -band 2)) {
    $at = 16 + [BitConverter]::ToInt32($settings, 12)
    $lists += [Text.Encoding]::ASCII.GetString($settings, $at + 4, [BitConverter]::ToInt32($settings, $at))
  }
  $own = 'HKEY_USERS\S-1-5-18\SOFTWARE\Microsoft\Windows\CurrentVersion\Internet Settings'
  if ([Microsoft.Win32.Registry]::GetValue($own, 'ProxyEnable', 0) -eq 1) { $lists += "$([Microsoft.Win32.Registry]::GetValue($own, 'ProxyOverride', ''))" }
  if ($lists.Count -eq 0) { return $null }
  @($lists | Where-Object { @($_ -split '[; ]') -notcontains $address }).Count -eq 0
}
# An absent value leaves the choice to Windows, which has TLS 1.2 switched on since version 6.2.
function Test-Crypto {
  $version = [Environment]::OSVersion.Version
  $modern = $version.Major -gt 6 -or ($version.Major -eq 6 -and $version.Minor -ge 2)
  $answer = $null
  foreach ($key in 'SOFTWARE\Microsoft\.NETFramework\v4.0.30319', 'SOFTWARE\Wow6432Node\Microsoft\.NETFramework\v4.0.30319') {
    $value = [Microsoft.Win32.Registry]::GetValue("$machine\$key", 'SchUseStrongCrypto', -1)
    if ($null -eq $value) { continue }
    if ($null -eq $answer) { $answer = $true }
    if ($value -eq 0 -or ($value -eq -1 -and -not $modern)) { $answer = $false }
  }
  $answer
}

# By default Everyone may read and write here, Administrators may do everything, and nothing is denied.
function Test-MachineKeys {
  $rights = @{ 'S-1-1-0' = 0; 'S-1-5-32-544' = 0 }
  $access = [IO.Directory]::GetAccessControl("$env:ALLUSERSPROFILE\Microsoft\Crypto\RSA\MachineKeys", 'Access')
  foreach ($rule in $access.GetAccessRules($true, $true, [Security.Principal.SecurityIdentifier])) {
    if ("$($rule.AccessControlType)" -eq 'Deny') { return $false }
    $who = "$($rule.IdentityReference)"
    if ($rights.ContainsKey($who)) { $rights[$who] = $rights[$who] -bor [int]$rule.FileSystemRights }
  }
  (($rights['S-1-1-0'] -band 0x12019F) -eq 0x12019F) -and (($rights['S-1-5-32-544'] -band 0x1F01FF) -eq 0x1F01FF)
}

# ProtectionStatus is 2 (unknown) for a volume that BitLocker keeps locked. Without BitLocker there is no such namespace.
function Measure-LockedVolumes {
  try {
    $scope = 'root\CIMV2\Security\MicrosoftVolumeEncryption'
    $searcher = New-Object Management.ManagementObjectSearcher $scope, 'SELECT ProtectionStatus FROM Win32_EncryptableVolume'
    $searcher.Options.Timeout = [TimeSpan]::FromSeconds(5)
    @($searcher.Get() | Where-Object { $_.ProtectionStatus -eq 2 }).Count
  } catch {
    $reason = "$($_.Exception.GetBaseException().ErrorCode)"
    if ($reason -eq 'InvalidNamespace' -or $reason -eq 'InvalidClass') { 0 } else { $null }
  }
}

# How many events of the last seven days name the backup extension's program; only the newest ones are read.
function Measure-Events($log, $which) {
  $filter = "*[System[$which and TimeCreated[timediff(@SystemTime) <= 604800000]]]"
  $query = New-Object Diagnostics.Eventing.Reader.EventLogQuery $log, 'LogName', $filter
  $query.ReverseDirection = $true
  $reader = New-Object Diagnostics.Eventing.Reader.EventLogReader $query
  $count = 0
  for ($read = 0; $read -lt 500; $read++) {
    $record = $reader.ReadEvent([TimeSpan]::FromSeconds(2))
    if ($null -eq $record) { break }
    if ($record.ToXml() -match 'IaaSBcdrExtension') { $count++ }
  }
  $reader.Dispose()
  $count
}

# Rules lie in the registry as v2.30|Action=Block|Active=TRUE|Dir=Out|..., those of a group policy in a place of their own.
function Measure-FirewallBlocks {
  $count = 0
  foreach ($place in 'SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy', 'SOFTWARE\Policies\Microsoft\WindowsFirewall') {
    $rules = [Microsoft.Win32.Registry]::LocalMachine.OpenSubKey("$place\FirewallRules")
    if ($null -ne $rules) {
      foreach ($name in $rules.GetValueNames()) {
        $rule = "$($rules.GetValue($name))"
        if ($rule -match '\|Action=Block\|' -and $rule -match '\|Active=TRUE\|' -and $rule -match '\|Dir=Out\|') { $count++ }
      }
    }
    foreach ($kind in 'DomainProfile', 'StandardProfile', 'PublicProfile') {
      $key = "$place\$kind"
      if ((Get-Setting $key 'EnableFirewall') -eq 1 -and (Get-Setting $key 'DefaultOutboundAction') -eq 1) { $count++ }
    }
  }
  $count
}

foreach ($assembly in 'System.Core', 'System.Management', 'Microsoft.VisualBasic') { [void][Reflection.Assembly]::LoadWithPartialName($assembly) }

$names = 'RdAgent', 'WindowsAzureGuestAgent', 'Winmgmt', 'KeyIso', 'CryptSvc', 'VSS', 'COMSysApp', 'MSDTC', 'IaaSVmProvider'
$services = @(foreach ($name in $names) { Get-Answer { Format-Service $name } })
$interface = Get-Answer { Get-Interface }
$dhcp = Get-Answer { $interface.GetIPProperties().GetIPv4Properties().IsDhcpEnabled }
$addresses = Get-Answer {
  if ($null -ne $interface) { @($interface.GetIPProperties().UnicastAddresses | Where-Object { "$($_.Address.AddressFamily)" -eq 'InterNetwork' }).Count }
}
$system = Get-Answer { New-Object IO.DriveInfo $drive }
$free = Get-Answer { $system.AvailableFreeSpace / 1048576 }
$used = Get-Answer { 100 - 100 * $system.AvailableFreeSpace / $system.TotalSize }
$memory = Get-Answer {
  $computer = New-Object Microsoft.VisualBasic.Devices.ComputerInfo
  100 * $computer.AvailablePhysicalMemory / $computer.TotalPhysicalMemory
}
# A user name and a password are nobody's business.
$proxy = Get-Answer { (Get-Proxy) -replace '[^; ]*@', '' }
$dotnet = Get-Answer { [int](Get-Setting 'SOFTWARE\Microsoft\NET Framework Setup\NDP\v4\Full' 'Release') }

$writers = $null
$bad = $null
$listed = Get-Answer { Read-Program "$env:SystemRoot\System32\vssadmin.exe" 'list writers' 20 }
if ($null -ne $listed) {
  # The number in brackets is a writer's state; 1 is stable.
  $states = @([regex]::Matches($listed, '\[(\d+)\]') | ForEach-Object { $_.Groups[1].Value })
  $writers = $states.Count
  $bad = @($states | Where-Object { $_ -ne '1' }).Count
}

$folder = "$drive\Packages\Plugins\Microsoft.Azure.RecoveryServices.VMSnapshot"
$plugin = Get-Answer {
  if ([IO.Directory]::Exists($folder)) {
    $versions = [IO.Directory]::GetDirectories($folder) | ForEach-Object { [IO.Path]::GetFileName($_) } | Where-Object { $_ -match '^\d+(\.\d+){1,3}$' }
    "$($versions | Sort-Object { [version]$_ } | Select-Object -Last 1)"
  } else { '' }
}
$provider = Get-Answer {
  if ($plugin) {
    $file = [IO.Directory]::GetFiles("$folder\$plugin", 'iaasvmprovider.dll', 'AllDirectories') | Select-Object -First 1
    if ($file) {
      $info = [Diagnostics.FileVersionInfo]::GetVersionInfo($file)
      ($info.FileMajorPart, $info.FileMinorPart, $info.FileBuildPart, $info.FilePrivatePart) -join '.'
    } else { '' }
  }
}
$installer = Get-Answer { $start = Get-Setting 'SYSTEM\CurrentControlSet\Services\msiserver' 'Start'; $null -ne $start -and $start -ne 4 }
$crashes = Get-Answer { Measure-Events 'Application' "Provider[@Name='Application Error'] and EventID=1000" }
$appLocker = Get-Answer { Measure-Events 'Microsoft-Windows-AppLocker/EXE and DLL' 'EventID=8004' }
$codeIntegrity = Get-Answer { Measure-Events 'Microsoft-Windows-CodeIntegrity/Operational' 'EventID=3077' }
$blocks = $null
if ($null -ne $appLocker -and $null -ne $codeIntegrity) { $blocks = $appLocker + $codeIntegrity }

$fields = @(
  '"v":2'
  '"os":"windows"'
  '"host80":' + (Format-Truth (Get-Answer { Test-Port 80 }))
  '"host32526":' + (Format-Truth (Get-Answer { Test-Port 32526 }))
  '"hostanswers":' + (Format-Truth (Test-Host))
  '"services":[' + ($services -join ',') + ']'
  '"freemb":' + (Format-Number $free)
  '"used":' + (Format-Number $used)
  '"memfree":' + (Format-Number $memory)
  '"proxy":' + (Format-Text $proxy 120)
  '"clock":' + (Format-Text ([DateTime]::UtcNow.ToString('yyyy-MM-ddTHH:mm:ssZ', $invariant)) 20)
  '"dotnet":' + (Format-Number $dotnet)
  '"dhcp":' + (Format-Truth $dhcp)
  '"addresses":' + (Format-Number $addresses)
  '"writers":' + (Format-Number $writers)
  '"badwriters":' + (Format-Number $bad)
  '"crypto":' + (Format-Truth (Get-Answer { Test-Crypto }))
  '"plugin":' + (Format-Text $plugin 40)
  '"provider":' + (Format-Text $provider 40)
  '"keys":' + (Format-Truth (Get-Answer { Test-MachineKeys }))
  '"installer":' + (Format-Truth $installer)
  '"locked":' + (Format-Number (Measure-LockedVolumes))
  '"crashes":' + (Format-Number $crashes)
  '"blocks":' + (Format-Number $blocks)
  '"fwblocks":' + (Format-Number (Get-Answer { Measure-FirewallBlocks }))
  '"bypass":' + (Format-Truth (Get-Answer { Test-Bypass }))
)
'{' + ($fields -join ',') + '}'
