#!/usr/bin/env bash
# A circuit that Polly broke for a second stays broken for a day when the wall clock is set back by a day.
#
# Version:  Polly.Core 8.9.1
# Input:    a circuit breaker with BreakDuration = 1 s and two failures, which break it; then the time provider's wall clock is set back by a
#           day, as a time server does to a computer without a battery clock (timers and time stamps go on), and 2 s pass
# Expected: the next call is let through: BreakDuration is a duration, and 2 s of it are over
# Seen:     BrokenCircuitException, to be tried again in 24 h
# Source:   CircuitStateController keeps _blockedUntil = TimeProvider.GetUtcNow() + BreakDuration and compares it with GetUtcNow(); the sampling
#           window of the failures is counted in the same way. Retry and time-out use timers and are right.
# So:       give the breaker a TimeProvider whose GetUtcNow comes from GetTimestamp, or what is asked rests until the clock has caught up;
#           who waits for BrokenCircuitException.RetryAfter waits as long.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >app.csproj <<'X'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Polly.Core" Version="[8.9.1]" />
  </ItemGroup>
</Project>
X
cat >Program.cs <<'X'
using Polly;
using Polly.CircuitBreaker;

await TellAsync("clock left alone", TimeSpan.Zero);
await TellAsync("clock set back", TimeSpan.FromDays(1));

static async Task TellAsync(string name, TimeSpan setBack)
{
    var time = new SettableTime();
    var breaker = new ResiliencePipelineBuilder { TimeProvider = time }.AddCircuitBreaker(new()
    {
        FailureRatio = 1, MinimumThroughput = 2, SamplingDuration = TimeSpan.FromMinutes(1), BreakDuration = TimeSpan.FromSeconds(1),
    }).Build();
    for (var i = 0; i < 2; i++)
        try
        {
            breaker.Execute(() => throw new IOException());
        }
        catch (IOException)
        {
        }
    time.SetBack = setBack;
    await Task.Delay(TimeSpan.FromSeconds(2));
    try
    {
        breaker.Execute(() => Console.WriteLine($"{name}: let through"));
    }
    catch (BrokenCircuitException broken)
    {
        Console.WriteLine($"{name}: BrokenCircuitException, to be tried again in {broken.RetryAfter!.Value.TotalHours:0} h");
    }
}

sealed class SettableTime : TimeProvider
{
    public TimeSpan SetBack { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() - SetBack;
}
X
dotnet build -c Release -v quiet --nologo -o out >build.log 2>&1 || { cat build.log; exit 1; }
seen="$(dotnet out/app.dll)"
echo "$seen"
[ "$seen" = "clock left alone: let through
clock set back: BrokenCircuitException, to be tried again in 24 h" ] || { echo "This has changed."; exit 1; }
