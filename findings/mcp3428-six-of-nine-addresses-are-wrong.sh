#!/usr/bin/env bash
# Asked where an MCP3428 answers, its binding is right for three of nine wirings.
#
# Version:  Iot.Device.Bindings 4.2.0, System.Device.Gpio 4.2.0
# Input:    each of the nine ways to wire its two address pins (low, high, floating)
# Expected: the addresses of the data sheet (DS22226, "I2C device addressing"), in this order: 68 6a 69, 6c 6e 6d, 6b 6f 68
# Seen:       Low Low: 68
#             Low High: 68
#             Low Floating: 68
#             High Low: 6c
#             High High: 6b
#             High Floating: ArgumentException
#             Floating Low: 6b
#             Floating High: ArgumentException
#             Floating Floating: ArgumentException
# Source:   Helpers.I2CAddressFromPins: "(byte)adr0 << 4 + (byte)adr1" is adr0 << (4 + adr1); the table behind it would be right
# So:       with two of them on a bus the answers of one are taken for the other's, or nobody's. Write addresses down as numbers.
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
    <PackageReference Include="Iot.Device.Bindings" Version="[4.2.0]" />
    <PackageReference Include="Microsoft.Win32.SystemEvents" Version="9.0.19" />
    <PackageReference Include="System.Drawing.Common" Version="8.0.30" />
    <PackageReference Include="System.IO.Ports" Version="9.0.23" />
    <PackageReference Include="UnitsNet" Version="5.75.1" />
  </ItemGroup>
</Project>
X
cat >Program.cs <<'X'
using Iot.Device.Mcp3428;

foreach (var first in Enum.GetValues<PinState>())
    foreach (var second in Enum.GetValues<PinState>())
        Console.WriteLine($"{first} {second}: {Address(first, second)}");

static string Address(PinState first, PinState second)
{
    try
    {
        return $"{Mcp3428.I2CAddressFromPins(first, second):x2}";
    }
    catch (ArgumentException)
    {
        return nameof(ArgumentException);
    }
}
X
dotnet build -c Release -v quiet --nologo -o out >build.log 2>&1 || { cat build.log; exit 1; }
seen="$(dotnet out/app.dll)"
echo "$seen"
[ "$seen" = "Low Low: 68
Low High: 68
Low Floating: 68
High Low: 6c
High High: 6b
High Floating: ArgumentException
Floating Low: 6b
Floating High: ArgumentException
Floating Floating: ArgumentException" ] || { echo "This has changed."; exit 1; }
