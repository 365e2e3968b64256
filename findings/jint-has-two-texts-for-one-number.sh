#!/usr/bin/env bash
# In Jint a large whole number has one text by String(x) and another by x.toString().
#
# Version:  Jint 4.18.0
# Input:    2**57, as a codec gets it that puts the eight bytes of a serial number or of a counter together by multiplication
# Expected: 144115188075855870 everywhere: the shortest digits that give the number back, then zeros (ECMA-262, Number::toString, which
#           String(), JSON.stringify and x.toString() all are); so in Node 20
# Seen:       String(x): 144115188075855872
#             `${x}`: 144115188075855872
#             JSON.stringify(x): 144115188075855872
#             x.toString(): 144115188075855870
#             String(x) === x.toString(): false
#           So between 2**54 and 2**63, where the exact digits are not the shortest ones; below and above the two agree.
# Source:   TypeConverter.ToString(double) takes what fits a long for that long (CanBeStringifiedAsLong), JsonSerializer too;
#           Number.prototype.toString does not come through there
# So:       a text is no key for such a number, and a codec run here and by a network server on Node gives two names to one device.
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

var engine = new Engine().Execute("var x = Math.pow(2, 57)");
foreach (var expression in new[] { "String(x)", "`${x}`", "JSON.stringify(x)", "x.toString()", "String(x) === x.toString()" })
    Console.WriteLine($"{expression}: {engine.Evaluate(expression)}");
X
dotnet build -c Release -v quiet --nologo -o out >build.log 2>&1 || { cat build.log; exit 1; }
seen="$(dotnet out/app.dll)"
echo "$seen"
[ "$seen" = 'String(x): 144115188075855872
`${x}`: 144115188075855872
JSON.stringify(x): 144115188075855872
x.toString(): 144115188075855870
String(x) === x.toString(): false' ] || { echo "This has changed."; exit 1; }
