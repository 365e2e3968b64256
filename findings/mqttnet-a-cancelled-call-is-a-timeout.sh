#!/usr/bin/env bash
# Who cancels a call of MQTTnet's client hears that it has timed out.
#
# Version:  MQTTnet 5.2.0.1603
# Input:    a client connected to a "broker" that answers CONNECT and nothing else; SubscribeAsync and PublishAsync (QoS 1), each cancelled by the
#           caller's own token after 200 ms
# Expected: OperationCanceledException from both, as everywhere in .NET
# Seen:     subscribe: MqttCommunicationTimedOutException
#           publish: MqttCommunicationTimedOutException
# Source:   MqttPacketAwaitable.WaitOneAsync turns the cancellation of any token into MqttCommunicationTimedOutException
# So:       "catch (OperationCanceledException) when (stop.IsCancellationRequested)" around a loop lets the library's exception through when the
#           program is stopped at that moment; ask the token, not the type.
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
using MQTTnet.Protocol;

using var listener = new TcpListener(IPAddress.Loopback, 0);
listener.Start();
using var client = new MqttClientFactory().CreateMqttClient();
var connecting = client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port).Build());
using var broker = await listener.AcceptSocketAsync();
await broker.ReceiveAsync(new byte[1024]);
await broker.SendAsync(new byte[] { 0x20, 3, 0, 0, 0 });
await connecting;
await TellAsync("subscribe", stop => client.SubscribeAsync(new MqttClientSubscribeOptionsBuilder().WithTopicFilter("a").Build(), stop));
await TellAsync("publish", stop => client.PublishAsync(new MqttApplicationMessage { Topic = "a", QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce }, stop));
Environment.Exit(0);

static async Task TellAsync(string name, Func<CancellationToken, Task> call)
{
    using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
    try
    {
        await call(stop.Token);
        Console.WriteLine($"{name}: nothing");
    }
    catch (Exception failure)
    {
        Console.WriteLine($"{name}: {failure.GetType().Name}");
    }
}
X
dotnet build -c Release -v quiet --nologo -o out >build.log 2>&1 || { cat build.log; exit 1; }
seen="$(dotnet out/app.dll)"
echo "$seen"
[ "$seen" = "subscribe: MqttCommunicationTimedOutException
publish: MqttCommunicationTimedOutException" ] || { echo "This has changed."; exit 1; }
