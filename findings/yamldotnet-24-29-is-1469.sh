#!/usr/bin/env bash
# YamlDotNet reads numbers by YAML 1.1's rules, those of base 60 included, and a name that is there twice replaces the first.
#
# Version:  YamlDotNet 18.1.0, a deserializer with nothing set
# Input:    an int from 01463, 24:29 and 1_000; a typed object from a text with one name twice
# Expected: YAML 1.2, which the library supports: 1463, no number, no number; an error, because "keys must be unique"
# Seen:     01463 819
#           24:29 1469
#           1_000 1000
#           twice b
# Source:   ScalarNodeDeserializer.DeserializeIntegerHelper: a leading 0 is octal, colons are base 60, underscores are taken out;
#           duplicates are looked for only after WithDuplicateKeyChecking()
# So:       a typed value is read from the scalar's own text, by a converter, and duplicates are looked for in the events.
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
    <PackageReference Include="YamlDotNet" Version="[18.1.0]" />
  </ItemGroup>
</Project>
X
cat >Program.cs <<'X'
using YamlDotNet.Serialization;

var deserializer = new DeserializerBuilder().Build();
foreach (var text in new[] { "01463", "24:29", "1_000" })
    Console.WriteLine($"{text} {Read(() => deserializer.Deserialize<int>(text))}");
Console.WriteLine($"twice {Read(() => deserializer.Deserialize<Named>("Name: a\nName: b\n").Name)}");

static string? Read<T>(Func<T> read)
{
    try
    {
        return read()?.ToString();
    }
    catch (YamlDotNet.Core.YamlException)
    {
        return "refused";
    }
}

public sealed class Named
{
    public string Name { get; set; } = "";
}
X
dotnet build -c Release -v quiet --nologo -o out >build.log 2>&1 || { cat build.log; exit 1; }
seen="$(dotnet out/app.dll)"
echo "$seen"
[ "$seen" = "01463 819
24:29 1469
1_000 1000
twice b" ] || { echo "This has changed."; exit 1; }
