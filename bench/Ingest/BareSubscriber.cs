using System.CommandLine;
using Estate.Adapters.Mqtt;
using Estate.Gateway.Configuration;

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
            // Not on the network thread, which the end of the client waits for.
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var count = 0;
            var password = new DataFolder(parsed.GetRequiredValue(data)).GatewayPassword();
            var session = new BrokerSession(
                new("127.0.0.1", parsed.GetValue(port), null), "bare-subscriber", password, ["estate/trial/+/+/event"], null)
            {
                Expiry = TimeSpan.Zero,
            };
            using var client = new MqttNetBroker(session, TimeProvider.System);
            client.Start(BrokerEvents.Ignored with
            {
                Received = message =>
                {
                    message.Receipt?.Invoke();
                    if (++count == parsed.GetValue(expected))
                        done.SetResult();
                    return true;
                },
                Changed = state => Console.WriteLine(state.IsReady ? "Ready" : state.Reason),
            });
            await done.Task.WaitAsync(stop);
        });
        return command;
    }
}
