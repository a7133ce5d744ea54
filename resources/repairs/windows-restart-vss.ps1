# Backup Doctor repair for Windows: lets the Volume Shadow Copy service start on demand, and restarts it.
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

# The output of vssadmin, which hangs when VSS does.
function Read-Writers {
  $start = New-Object Diagnostics.ProcessStartInfo 'vssadmin.exe', 'list writers'
  $start.UseShellExecute = $false
  $start.RedirectStandardOutput = $true
  $start.CreateNoWindow = $true
  $process = [Diagnostics.Process]::Start($start)
  $reading = $process.StandardOutput.ReadToEndAsync()
  if (-not $reading.Wait(60000)) {
    $process.Kill()
    throw 'vssadmin did not answer within a minute.'
  }
  # No translated word is read: two identifiers, the first of them the writer's kind, then its state in brackets; 1 is stable.
  $pattern = '\{([0-9A-Fa-f-]{36})\}[^\[{]*\{[0-9A-Fa-f-]{36}\}[^\[{]*\[(\d+)\]'
  @([regex]::Matches($reading.Result, $pattern) | ForEach-Object { @{ Kind = $_.Groups[1].Value.ToLowerInvariant(); State = [int]$_.Groups[2].Value } })
}

try {
  Set-Service -Name VSS -StartupType Manual
  if ("$((Get-Service -Name VSS).Status)" -eq 'Running') { Restart-Service -Name VSS -Force } else { Start-Service -Name VSS }
  $all = @(Read-Writers)
  Write-Answer ($all.Count -gt 0) "VSS was restarted and lists $($all.Count) writers."
} catch {
  Write-Answer $false "$($_.Exception.GetType().Name): $($_.Exception.Message)"
}
