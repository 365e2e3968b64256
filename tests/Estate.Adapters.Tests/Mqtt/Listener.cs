using System.Collections.Concurrent;
using System.Text;
using Estate.Adapters.Mqtt;
using Estate.TestKit;

namespace Estate.Adapters.Tests.Mqtt;

/// <summary>A started client, and all it said.</summary>
internal sealed class Listener : IDisposable
{
    internal Listener(IBrokerClient client, bool givesReceipts = true)
    {
        Client = client;
        client.Start(new(Receive, States.Enqueue, Refusals.Enqueue));

        bool Receive(ReceivedMessage message)
        {
            if (message.Receipt is { } receipt)
            {
                Receipts.Enqueue(receipt);
                if (givesReceipts)
                    receipt();
            }
            Heard.Enqueue($"{message.Topic}={Encoding.UTF8.GetString(message.Payload)} {(message.IsRetained ? "kept" : "now")}");
            return true;
        }
    }

    internal IBrokerClient Client { get; }
    internal ConcurrentQueue<LinkState> States { get; } = [];
    internal ConcurrentQueue<string> Refusals { get; } = [];
    internal ConcurrentQueue<string> Heard { get; } = [];
    internal ConcurrentQueue<Action> Receipts { get; } = [];

    internal Task ReadyAsync() => Eventually.UntilAsync(() => States.LastOrDefault() is { IsReady: true });

    /// <summary>Says something and waits until the broker has it: what was told the broker before is there, too.</summary>
    internal async Task EchoAsync()
    {
        Client.Publish("elsewhere", [1]);
        await Eventually.UntilAsync(() => Client.Unacknowledged == 0);
    }

    public void Dispose() => Client.Dispose();
}
