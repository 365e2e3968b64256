using Estate.Adapters.Mqtt;
using Estate.Gateway.Pipeline.Devices;
using Estate.Gateway.Pipeline.Notify;
using Estate.Gateway.Pipeline.Series;

namespace Estate.Gateway.Pipeline;

/// <summary>Who hears of a commit, in this order: devices, people, the time series and pages, and who delivers notifications.</summary>
internal sealed class AfterCommit(DeviceSender devices, SeriesSink series, LiveFeed live, ChipService chips, Notifiers notifiers)
{
    private const int MaxAcksPerMessage = 100;

    /// <param name="notTaken">Called for each message that was not taken, with the error in it where there is one.</param>
    internal void Announce(PendingWork work, Action<Exception?> notTaken)
    {
        foreach (var (_, element, known) in work.Acks)
            known?.DurableAnswer = element;
        foreach (var device in work.Acks.GroupBy(ack => ack.Device))
            foreach (var part in device.Select(ack => ack.Element).Chunk(MaxAcksPerMessage))
                Send(() => devices.Acknowledge(device.Key, GatewayMessages.Ack(part)), notTaken);
        foreach (var command in work.Commands)
            Send(() => chips.TryShow(command) || devices.Send(command), notTaken);
        foreach (var (waiting, answer) in work.Replies)
            waiting.TrySetResult(answer);
        AnnounceFigures(work);
        if (work.Batch.Notifications.Count > 0)
            notifiers.Wake();
    }

    internal void AnnounceFigures(PendingWork work)
    {
        series.Write(work);
        live.Publish(work.Changed);
    }

    /// <summary>One that cannot be said keeps none of the others.</summary>
    private static void Send(Func<bool> send, Action<Exception?> notTaken)
    {
        try
        {
            if (!send())
                notTaken(null);
        }
        catch (Exception mistake) when (mistake is ArgumentException or InvalidOperationException or FormatException)
        {
            notTaken(mistake);
        }
    }
}
