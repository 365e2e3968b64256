using System.CommandLine;
using Estate.Adapters.Mqtt;
using Estate.Gateway.Configuration;
using Estate.Mosquitto;

namespace Estate.Bench.Ingest;

/// <summary>The peer of the ingest bench: a subscriber that only counts, in a process of its own.</summary>
internal static class BareSubscriber
{
    internal static Command Create()
    {
        var data = new Option<string>("--data") { Required = true };
        var port = new Option<int>("--port") { Required = true };
        var expected = new Option<int>("--expected") { Required = true };
        var command = new Command("bare-subscriber", "Used by 'bench ingest'") { data, port, expected };
        command.Hidden = true;
        command.SetAction(async (parsed, stop) =>
        {
            var done = new TaskCompletionSource();
            var count = 0;
            using var client = new MosquittoClient(new MosquittoClientOptions
            {
                Host = "127.0.0.1",
                Port = parsed.GetValue(port),
                ClientId = "bare-subscriber",
                Credentials = new(MqttLink.GatewayUser, new DataFolder(parsed.GetRequiredValue(data)).GatewayPassword()),
                Subscriptions = [("estate/trial/+/+/event", 1)],
                SessionExpiry = TimeSpan.Zero,
            }, TimeProvider.System)
            {
                MessageReceived = _ =>
                {
                    if (++count == parsed.GetValue(expected))
                        done.SetResult();
                },
                Changed = change => Console.WriteLine(change.State),
            };
            client.Start();
            await done.Task.WaitAsync(stop);
        });
        return command;
    }
}
