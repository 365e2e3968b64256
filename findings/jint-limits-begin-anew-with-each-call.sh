#!/usr/bin/env bash
# An engine that may run 1,000 statements runs 3,000 of them, when it is called three times.
#
# Version:  Jint 4.18.0
# Input:    an engine with MaxStatements(1000); a script whose function runs 700 statements, called three times with Invoke
# Expected: StatementsCountOverflowException with the second call: the limit is the engine's
# Seen:     1: 700
#           2: 700
#           3: 700
# Source:   Engine.ExecuteWithConstraints resets every constraint before each outermost call; time and memory limits alike
# So:       a limit for all calls of one message is a Constraint of one's own, whose Reset does nothing.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >app.csproj <<'P'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Jint" Version="[4.18.0]" />
  </ItemGroup>
</Project>
P
cat >Program.cs <<'P'
using Jint;
using Jint.Runtime;

var engine = new Engine(options => options.MaxStatements(1000));
engine.Execute("function work() { var n = 0; while (n < 700) { n++; } return n; }");
for (var call = 1; call <= 3; call++)
    try
    {
        Console.WriteLine($"{call}: {engine.Invoke("work")}");
    }
    catch (StatementsCountOverflowException)
    {
        Console.WriteLine($"{call}: StatementsCountOverflowException");
    }
P
dotnet build -c Release -v quiet --nologo -o out >build.log 2>&1 || { cat build.log; exit 1; }
seen="$(dotnet out/app.dll)"
echo "$seen"
[ "$seen" = "1: 700
2: 700
3: 700" ] || { echo "This has changed."; exit 1; }
