# Backup Doctor repair for Windows: hands out the end of the agent's log. It changes nothing.
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

# Signatures of links and anything long that may be a key or an encrypted setting stay in the VM.
function Hide-Secrets($text) { $text -replace 'sig=[A-Za-z0-9%+/=_-]+', 'sig=***' -replace '[A-Za-z0-9+/]{64,}=*', '***' }
$bytewise = [Text.Encoding]::GetEncoding(28591)

# The end of a file that a service may be writing just now.
function Read-End($file, $most) {
  $stream = [IO.File]::Open($file, 'Open', 'Read', 'ReadWrite')
  try {
    $length = [int][Math]::Min($most, $stream.Length)
    [void]$stream.Seek(-$length, 'End')
    $buffer = [Array]::CreateInstance([byte], $length)
    $read = 0
    while ($read -lt $length) {
      $count = $stream.Read($buffer, $read, $length - $read)
      if ($count -eq 0) { break }
      $read += $count
    }
    Hide-Secrets ($bytewise.GetString($buffer, 0, $read))
  } finally { $stream.Close() }
}
function Get-Packed($text, $length) {
  $bytes = $bytewise.GetBytes($text.Substring($text.Length - $length))
  $memory = New-Object IO.MemoryStream
  $packer = New-Object IO.Compression.GZipStream $memory, ([IO.Compression.CompressionMode]::Compress)
  $packer.Write($bytes, 0, $bytes.Length)
  $packer.Close()
  , $memory.ToArray()
}
# Run Command hands back the last 4,096 bytes: as much of the end goes into them as fits when it is packed.
function Write-File($text) {
  $low = 0
  $high = $text.Length
  if ((Get-Packed $text $high).Length -le 2850) { $low = $high }
  while ($high - $low -gt 128) {
    $middle = [int][Math]::Floor(($low + $high) / 2)
    if ((Get-Packed $text $middle).Length -le 2850) { $low = $middle } else { $high = $middle }
  }
  '{"repair":1,"ok":true,"data":"' + [Convert]::ToBase64String((Get-Packed $text $low)) + '"}'
}

try {
  $file = "$env:SystemDrive\WindowsAzure\Logs\WaAppAgent.log"
  if ([IO.File]::Exists($file)) { Write-File (Read-End $file 262144) } else { Write-File "There is no $file." }
} catch {
  Write-Answer $false "$($_.Exception.GetType().Name): $($_.Exception.Message)"
}
