# The same command for Windows: .\build.ps1 [verify|test|run|bench|scenario|simulate|pack] [args]
param([string] $Command = 'verify', [Parameter(ValueFromRemainingArguments)] [string[]] $Rest = @())
$ErrorActionPreference = 'Stop'
Set-Location $PSScriptRoot
$solution = 'DaaCompute.Net.sln'

function Invoke-Dotnet {
    & dotnet @args
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}

function Invoke-Tests {
    $passed = 0; $failed = 0; $skipped = 0
    foreach ($folder in Get-ChildItem tests -Directory -Filter '*.*') {
        $sources = Get-ChildItem $folder.FullName -Recurse -Filter *.cs | Where-Object FullName -NotMatch '[\\/](obj|bin)[\\/]'
        if (-not ($sources | Select-String -Quiet -Pattern '^\s*\[[A-Za-z]*(Fact|Theory|Property)\b')) { continue }
        $name = $folder.Name
        $results = Join-Path $PSScriptRoot "artifacts/tests/$name"
        if (Test-Path $results) { Remove-Item $results -Recurse -Force }
        & dotnet test "tests/$name" -c Release --no-build --nologo --results-directory $results `
            --logger "trx;LogFileName=$name.trx" --logger 'console;verbosity=minimal' `
            --blame-hang-timeout 5m --blame-hang-dump-type none
        $status = $LASTEXITCODE
        $trx = Join-Path $results "$name.trx"
        $total = 0; $good = 0; $bad = 0
        if (Test-Path $trx) {
            $counters = ([xml](Get-Content $trx -Raw)).TestRun.ResultSummary.Counters
            $total = [int]$counters.total; $good = [int]$counters.passed; $bad = [int]$counters.failed
        }
        if ($total -eq 0 -or ($status -ne 0 -and $bad -eq 0)) {
            Write-Host "${name}: the test host failed or ran nothing (exit code $status)"
            $bad += 1; $total += 1
        }
        $passed += $good; $failed += $bad; $skipped += $total - $good - $bad
    }
    Write-Host "$passed passed, $failed failed, $skipped skipped"
    if ($failed -gt 0 -or $passed -eq 0) { exit 1 }
}

if (-not (Get-Command dotnet -ErrorAction SilentlyContinue)) {
    Write-Host 'The .NET 10 SDK is needed: https://dotnet.microsoft.com/download/dotnet/10.0'
    exit 1
}

switch ($Command) {
    'verify' {
        Invoke-Dotnet restore $solution -v q
        Invoke-Dotnet format whitespace $solution --no-restore --verify-no-changes
        Invoke-Dotnet format style $solution --no-restore --severity warn --verify-no-changes
        Invoke-Dotnet build $solution -c Release --no-restore -v q --tl:off -maxcpucount:2 -warnaserror -warnnotaserror:NU1900
        Invoke-Tests
    }
    'test' { Invoke-Tests }
    'run' { Invoke-Dotnet run -c Release --project samples/TrainTogether -- @Rest }
    'bench' { Invoke-Dotnet run -c Release --project benchmarks/DaaCompute.Net.Benchmarks -- --filter "*$($Rest -join '')*" }
    'scenario' { Invoke-Dotnet run -c Release --project benchmarks/DaaCompute.Net.Scenarios -- @Rest }
    'simulate' {
        if ($Rest.Count -eq 0) { $Rest = @('sweep') }
        Invoke-Dotnet run -c Release --project tools/daa-sim -- @Rest
    }
    'pack' { Invoke-Dotnet pack $solution -c Release -v q --tl:off -maxcpucount:2 -warnaserror -warnnotaserror:NU1900 -o artifacts/packages }
    default {
        Write-Host ".\build.ps1 [verify|test|run|bench|scenario|simulate|pack] [args]; '$Command' is none of them."
        exit 2
    }
}
