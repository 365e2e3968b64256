using Estate.Adapters.Storage;
using Estate.Domain.Devices;

namespace Estate.Gateway.Pipeline;

/// <summary>
/// What becomes of the one item that cannot be written: a refusal in its place, memory as if it had not been, an alert. All of that is
/// for an internal error; a disk that fails is waited for.
/// </summary>
internal sealed partial class CommitErrors(
    EstateLoop loop, EstateReader reader, RejectionLog refusals, Health health, ILogger<CommitErrors> log)
{
    private static readonly Rejection OfOurs =
        new(RejectReason.InternalError, "a mistake of the gateway: this could not be kept, and the staff is told");

    private string? _logged;

    /// <summary>To be written instead of the item: its payload, and for an event its identity with the answer "refused".</summary>
    internal PendingWork Refusal(WorkItem item, Exception why)
    {
        var work = new PendingWork(loop.Metrics);
        work.Batch.Rejects.Add(refusals.RejectUnwritable(item, OfOurs with { Detail = why.Message }));
        item.Refuse(work, OfOurs);
        return work;
    }

    /// <summary>The alert, and memory back to what is durable.</summary>
    /// <param name="states">Devices whose state could not be written.</param>
    /// <param name="isKept">The rest of the item was.</param>
    internal async Task UndoAsync(WorkItem item, IReadOnlyList<DeviceId> states, bool isKept, Exception why)
    {
        var durable = Durable(states);
        var topic = refusals.TopicOf(item);
        // Its place in the code once: a device may say the same all day.
        if (_logged != why.Message)
            LogUnwritable(topic, isKept ? "all but a device's state was kept" : "it was refused", why);
        _logged = why.Message;
        health.InternalError = new(Text.Same($"{topic}: {why.Message}"));
        await loop.InspectAsync(machine =>
        {
            machine.Undo(isKept ? [] : item.Outcomes, durable);
            return true;
        }, isUrgent: true);
    }

    /// <summary>An error while a commit was announced; what is durable stays so.</summary>
    internal void Untold(Exception why)
    {
        health.InternalError = new(Text.Same(why.Message));
        LogUntold(why);
    }

    private List<(DeviceId Device, object? State)> Durable(IReadOnlyList<DeviceId> devices)
    {
        if (devices.Count == 0)
            return [];
        try
        {
            var saved = reader.States().Where(one => devices.Contains(one.Device)).ToDictionary(one => one.Device, one => one.State);
            // One that is there and cannot be read is left alone, too.
            return [.. devices.Where(device => !saved.TryGetValue(device, out var state) || state is not null)
                .Select(device => (device, saved.GetValueOrDefault(device)))];
        }
        catch (System.Data.Common.DbException)
        {
            // Rather a state that cannot be written than one that is not so.
            return [];
        }
    }

    [LoggerMessage(Level = LogLevel.Error,
        Message = "A mistake of ours: {Topic} could not be written ({Fate}); everything else of the batch was.")]
    private partial void LogUnwritable(string topic, string fate, Exception why);

    [LoggerMessage(Level = LogLevel.Error,
        Message = "A mistake of ours: something that is durable could not be told; its device asks again.")]
    private partial void LogUntold(Exception why);
}
