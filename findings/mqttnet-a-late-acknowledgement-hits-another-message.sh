#!/usr/bin/env bash
# An acknowledgement that MQTTnet is asked for after a new connection acknowledges another message, which is then never delivered again.
#
# Version:  MQTTnet 5.2.0.1603, Debian's mosquitto 2.0.11-1.2+deb12u2
# Input:    one client, manual acknowledgement. Message A comes and is still being worked on when the connection goes; the client connects again
#           with a new session (as after a broker that lost its own) and is sent message B, which it does not acknowledge. Now A is done and
#           AcknowledgeAsync of A's event is called. Then a third connection, in the session of the second
# Expected: an exception from that call, or nothing sent: A's packet belonged to a session that is gone (MQTT 5, 2.2.1); B, unacknowledged, comes
#           again
# Seen:       acknowledging A late: no exception
#             B again: no
#           Without that call:
#             B again: yes
# Source:   MqttApplicationMessageReceivedEventArgs keeps the packet's number and a method of the client, not of its connection; numbers begin at 1
#           in each session, so both messages have 1
# So:       a message of quality 1 is lost although nobody acknowledged it. A client of its own for each connection, and what is still open of an
#           older one is let go: the broker sends it again.
set -euo pipefail
work="$(mktemp -d)"
trap 'kill "${broker:-}" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
apt-get download -qq -o APT::Sandbox::User=root mosquitto=2.0.11-1.2+deb12u2 \
  libcjson1 libwebsockets17 libdlt2 libwrap0 libev4 libuv1 libcap2 >/dev/null
for package in ./*.deb; do dpkg -x "$package" root; done
port=$((20000 + RANDOM % 10000))
printf 'listener %s 127.0.0.1\nallow_anonymous true\nuser %s\nlog_type none\n' "$port" "$(id -un)" >broker.conf
LD_LIBRARY_PATH="$work/root/usr/lib/x86_64-linux-gnu:$work/root/lib/x86_64-linux-gnu" root/usr/sbin/mosquitto -c broker.conf >/dev/null 2>&1 &
broker=$!
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
using System.Threading.Channels;
using MQTTnet;
using MQTTnet.Protocol;

var port = int.Parse(args[0]);
var factory = new MqttClientFactory();
await TellAsync("late", acknowledgeLate: true);
await TellAsync("not", acknowledgeLate: false);

async Task TellAsync(string name, bool acknowledgeLate)
{
    using var client = factory.CreateMqttClient();
    var received = Channel.CreateUnbounded<MqttApplicationMessageReceivedEventArgs>();
    client.ApplicationMessageReceivedAsync += message =>
    {
        message.AutoAcknowledge = false;
        received.Writer.TryWrite(message);
        return Task.CompletedTask;
    };
    await ConnectAsync(client, name, isNew: true);
    await PublishAsync(name, "A");
    var a = await received.Reader.ReadAsync();
    await client.DisconnectAsync();

    await ConnectAsync(client, name, isNew: true);
    await PublishAsync(name, "B");
    await received.Reader.ReadAsync();
    if (acknowledgeLate)
        Console.WriteLine($"acknowledging A late: {await OutcomeAsync(() => a.AcknowledgeAsync(default))}");
    await client.DisconnectAsync();

    await ConnectAsync(client, name, isNew: false);
    await PublishAsync(name, "end");
    var next = (await received.Reader.ReadAsync()).ApplicationMessage.ConvertPayloadToString();
    Console.WriteLine($"B again: {(next == "B" ? "yes" : "no")}");
}

async Task ConnectAsync(IMqttClient client, string name, bool isNew)
{
    var options = new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).WithClientId(name)
        .WithCleanStart(isNew).WithSessionExpiryInterval(600);
    for (var tries = 1; !client.IsConnected; tries++)
    {
        try
        {
            await client.ConnectAsync(options.Build());
        }
        catch (Exception) when (tries < 100)
        {
            await Task.Delay(100);
        }
    }
    if (isNew)
        await client.SubscribeAsync(name, MqttQualityOfServiceLevel.AtLeastOnce);
}

async Task PublishAsync(string topic, string text)
{
    using var other = factory.CreateMqttClient();
    await other.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).Build());
    await other.PublishStringAsync(topic, text, MqttQualityOfServiceLevel.AtLeastOnce);
    await other.DisconnectAsync();
}

static async Task<string> OutcomeAsync(Func<Task> act)
{
    try
    {
        await act();
        return "no exception";
    }
    catch (Exception problem)
    {
        return problem.GetType().Name;
    }
}
X
dotnet build -c Release -v quiet --nologo -o out >build.log 2>&1 || { cat build.log; exit 1; }
seen="$(dotnet out/app.dll "$port")"
echo "$seen"
[ "$seen" = "acknowledging A late: no exception
B again: no
B again: yes" ] || { echo "This has changed."; exit 1; }
