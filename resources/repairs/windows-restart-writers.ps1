# Backup Doctor repair for Windows: restarts the services behind the VSS writers that are not stable.
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

# The service behind a writer, by the identifier of its kind. Not here, because nobody should restart them unasked or nobody can:
# Active Directory, Exchange, the cluster and the Task Scheduler.
$services = @{
  'a65faa63-5ea8-4ebc-9dbd-a0c4db26912a' = 'SQLWriter'
  'e8132975-6f93-4464-a53e-1050253ae220' = 'CryptSvc'
  'a6ad56c2-b509-4e6c-bb19-49d8f43532f0' = 'Winmgmt'
  '4dc3bdd4-ab48-4d07-adb0-3bee2926fd7f' = 'VSS'
  'afbab4a2-367d-4d15-a586-71dbb18f8485' = 'VSS'
  '542da469-d3e1-473c-9f4f-7847f01fc64f' = 'VSS'
  'be000cbe-11fe-4426-9c58-531aa6355fc4' = 'VSS'
  '75dfb225-e2e4-4d39-9ac9-ffaff65ddf06' = 'VSS'
  '4969d978-be47-48b0-b100-f328f07ac1e0' = 'BITS'
  'cd3f2362-8bef-46c7-9181-d62844cdc0b2' = 'WSearch'
  '0bada1de-01a9-4625-8278-69e735f39dd2' = 'pla'
  '2a40fd15-dfca-4aa8-a654-1f8c654603f6' = 'AppHostSvc'
  '59b1f0cf-90ef-465f-9609-6ca8b2938366' = 'IISADMIN'
  '2707761b-2324-473d-88eb-eb007a359533' = 'DFSR'
  'be9ac81e-3619-421f-920f-4c6fea9e93ad' = 'DHCPServer'
  '12ce4370-5bb7-4c58-a76a-e5d5097e3674' = 'SrmSvc'
  '66841cd4-6ded-4f4b-8f17-fd23f8ddc3de' = 'vmms'
  '5382579c-98df-47a7-ac6c-98a6d7106e09' = 'TermServLicensing'
  '6f5b15b5-da24-4d88-b737-63063e3a1f86' = 'CertSvc'
}

try {
  $all = @(Read-Writers)
  $bad = @($all | Where-Object { $_.State -ne 1 })
  if ($all.Count -eq 0) {
    Write-Answer $false 'VSS lists no writers at all. Restart VSS first.'
  } elseif ($bad.Count -eq 0) {
    Write-Answer $true 'All writers are stable.'
  } else {
    $names = @($bad | ForEach-Object { $services[$_.Kind] } | Where-Object { $_ } | Sort-Object -Unique)
    $restarted = @(foreach ($name in $names) {
      if ("$((Get-Service -Name $name -ErrorAction SilentlyContinue).Status)" -eq 'Running') {
        Restart-Service -Name $name -Force
        $name
      }
    })
    Start-Sleep -Seconds 10
    $left = @(Read-Writers | Where-Object { $_.State -ne 1 }).Count
    $words = if ($restarted.Count -gt 0) { $restarted -join ', ' } else { 'none' }
    Write-Answer ($left -eq 0) "Restarted: $words. Writers that are not stable now: $left of $($all.Count)."
  }
} catch {
  Write-Answer $false "$($_.Exception.GetType().Name): $($_.Exception.Message)"
}
