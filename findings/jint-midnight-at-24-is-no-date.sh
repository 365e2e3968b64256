#!/usr/bin/env bash
# Jint does not know the end of a day, 24:00, and takes a thirteenth month for the thirteenth day of the first.
#
# Version:  Jint 4.18.0, time zone UTC
# Input:    dates in ECMA-262's own format ("Date Time String Format"), as a codec puts them together from a device's bytes
# Expected: 24:00 is the midnight at the end of the day: the format has both notations, so that the two midnights of a day can be told apart.
#           A month 13 makes no date, with or without a time behind it. So in Node 20
# Seen:       2026-11-30T23:59Z: 2026-11-30T23:59:00.000Z
#             2026-11-30T24:00Z: no date
#             2026-11-30T24:00:00Z: no date
#             2026-13-01: 2026-01-13T00:00:00.000Z
#             2026-13-01T00:00:00Z: no date
# Source:   DefaultTimeSystem.TryParse asks DateTime, whose hours end at 23; what that refuses goes to a reader of dates of e-mails
#           (Native/Date/MimeKit.cs), which puts day, month and year in the order that fits
# So:       a meter that reports each midnight as 24:00 loses a reading a day, and a byte that went wrong gives a date ten months off. Take the
#           parts apart and use Date.UTC, or let the gateway's own time stand.
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
    <PackageReference Include="Jint" Version="[4.18.0]" />
  </ItemGroup>
</Project>
X
cat >Program.cs <<'X'
using Jint;

var engine = new Engine(options => options.LocalTimeZone(TimeZoneInfo.Utc));
foreach (var text in new[] { "2026-11-30T23:59Z", "2026-11-30T24:00Z", "2026-11-30T24:00:00Z", "2026-13-01", "2026-13-01T00:00:00Z" })
    Console.WriteLine(engine.SetValue("text", text).Evaluate("text + ': ' + (isNaN(new Date(text)) ? 'no date' : new Date(text).toISOString())"));
X
dotnet build -c Release -v quiet --nologo -o out >build.log 2>&1 || { cat build.log; exit 1; }
seen="$(dotnet out/app.dll)"
echo "$seen"
[ "$seen" = "2026-11-30T23:59Z: 2026-11-30T23:59:00.000Z
2026-11-30T24:00Z: no date
2026-11-30T24:00:00Z: no date
2026-13-01: 2026-01-13T00:00:00.000Z
2026-13-01T00:00:00Z: no date" ] || { echo "This has changed."; exit 1; }
