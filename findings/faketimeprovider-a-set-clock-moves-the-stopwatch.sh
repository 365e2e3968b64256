#!/usr/bin/env bash
# FakeTimeProvider.AdjustTime, which plays a clock that somebody sets, takes the stopwatch along.
#
# Version:  Microsoft.Extensions.TimeProvider.Testing 10.11.0
# Input:    a timer of 10 s and a time stamp; then AdjustTime to a day earlier, and Advance by 10 s
# Expected: as on a computer whose clock is set back (what the documentation of AdjustTime compares it with): the timer runs out, and
#           GetElapsedTime says 10 s
# Seen:     the timer runs out, GetElapsedTime says -23:59:50
# Source:   GetTimestamp returns the ticks of the wall clock, which AdjustTime sets; only the timers are kept apart.
# So:       code that mixes up wall clock and stopwatch passes such a test, and code that does not fails it. Derive from FakeTimeProvider
#           and shift GetUtcNow alone.
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
    <PackageReference Include="Microsoft.Extensions.TimeProvider.Testing" Version="[10.11.0]" />
  </ItemGroup>
</Project>
X
cat >Program.cs <<'X'
using Microsoft.Extensions.Time.Testing;

var time = new FakeTimeProvider();
var started = time.GetTimestamp();
using var timer = time.CreateTimer(_ => Console.WriteLine("the timer runs out"), null, TimeSpan.FromSeconds(10), Timeout.InfiniteTimeSpan);
time.AdjustTime(time.GetUtcNow().AddDays(-1));
time.Advance(TimeSpan.FromSeconds(10));
Console.WriteLine($"elapsed {time.GetElapsedTime(started)}");
X
dotnet build -c Release -v quiet --nologo -o out >build.log 2>&1 || { cat build.log; exit 1; }
seen="$(dotnet out/app.dll)"
echo "$seen"
[ "$seen" = "the timer runs out
elapsed -23:59:50" ] || { echo "This has changed."; exit 1; }
