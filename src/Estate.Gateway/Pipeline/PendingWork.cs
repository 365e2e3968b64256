using Estate.Adapters.Storage;
using Estate.Domain.Devices;
using Estate.Gateway.Observability;
using Estate.Gateway.Pipeline.Devices;

namespace Estate.Gateway.Pipeline;

/// <summary>Everything decided and not yet durable: what the next transaction writes, and what may be said after it.</summary>
/// <param name="isAgain">Made of items that were counted before.</param>
internal sealed class PendingWork(GatewayMetrics metrics, bool isAgain = false)
{
    internal GatewayMetrics Metrics => metrics;

    /// <summary>For displays, which know no device by its id.</summary>
    internal DeviceNames? Names { get; init; }
    internal CommitBatch Batch { get; } = new();
    internal List<(DeviceId Device, byte[] Element, DedupEntry? Event)> Acks { get; } = [];
    internal List<Command> Commands { get; } = [];
    internal List<(TaskCompletionSource<Answer> Waiting, Answer Answer)> Replies { get; } = [];
    internal List<Measurement> Measurements { get; } = [];
    internal HashSet<DeviceId> Changed { get; } = [];

    /// <summary>What <see cref="Batch"/> is made of, in order.</summary>
    internal List<WorkItem> Items { get; } = [];
    internal bool IsAgain => isAgain;

    /// <summary>Of messages the broker would bring again; taken out by the queue only, which may do so before the commit.</summary>
    internal List<Action> Receipts { get; set; } = [];

    internal bool IsEmpty =>
        Batch.IsEmpty && Acks.Count + Commands.Count + Replies.Count + Measurements.Count + Changed.Count + Receipts.Count == 0;

    /// <summary>How much waits that could be dropped.</summary>
    internal int Extras => Batch.Rejects.Count + Acks.Count - Batch.Events.Count + Measurements.Count;

    internal void Add(WorkItem item)
    {
        Items.Add(item);
        item.AddTo(this);
    }

    internal void Clear()
    {
        Items.Clear();
        Batch.Clear();
        Acks.Clear();
        Commands.Clear();
        Replies.Clear();
        Measurements.Clear();
        Changed.Clear();
        Receipts.Clear();
    }
}
