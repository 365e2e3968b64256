#!/usr/bin/env bash
# After one stray byte on its line each of the next readings of an MH-Z19B fails, not one.
#
# Version:  Iot.Device.Bindings 4.2.0, System.Device.Gpio 4.2.0
# Input:    a sensor that answers each request with 600 ppm as its data sheet has it (FF 86 02 58 .. and the checksum); before the second answer one
#           stray byte, as a plug that is touched gives
# Expected: one failed reading at most, then 600 ppm: each answer begins with FF 86
# Seen:       600 ppm, IOException, IOException, IOException, IOException
# Source:   Mhz19b.GetCo2Reading takes the next nine bytes, looks for no start byte, and leaves what is over to the next reading, which is one byte
#           off, too. Four were tried; nothing in it would make the fifth another
# So:       empty what has come in (SerialPort.DiscardInBuffer) before each request; the binding is then given the port's stream.
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
using System.Globalization;
using Iot.Device.Mhz19b;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
using var line = new Line();
using var sensor = new Mhz19b(line, true);
var said = new List<string>();
for (var reading = 1; reading <= 5; reading++)
{
    line.HasNoise = reading == 2;
    try
    {
        said.Add($"{sensor.GetCo2Reading().PartsPerMillion} ppm");
    }
    catch (IOException gone)
    {
        said.Add(gone.GetType().Name);
    }
}

Console.WriteLine(string.Join(", ", said));

sealed class Line : Stream
{
    private readonly Queue<byte> _coming = new();
    public bool HasNoise { get; set; }
    public override bool CanRead => true;
    public override bool CanWrite => true;
    public override bool CanSeek => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count)
    {
        byte[] answer = [0xFF, 0x86, 600 >> 8, 600 & 0xFF, 0x47, 0, 0, 0];
        if (HasNoise)
            _coming.Enqueue(0x00);
        foreach (var part in answer)
            _coming.Enqueue(part);
        _coming.Enqueue((byte)-answer[1..].Sum(part => part));
    }
    public override int Read(byte[] buffer, int offset, int count)
    {
        var taken = 0;
        while (taken < count && _coming.TryDequeue(out var part))
            buffer[offset + taken++] = part;
        return taken;
    }
}
X
dotnet build -c Release -v quiet --nologo -o out >build.log 2>&1 || { cat build.log; exit 1; }
seen="$(dotnet out/app.dll)"
echo "$seen"
[ "$seen" = "600 ppm, IOException, IOException, IOException, IOException" ] || { echo "This has changed."; exit 1; }
