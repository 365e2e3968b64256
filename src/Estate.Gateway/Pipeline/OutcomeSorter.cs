using Estate.Adapters.Mqtt;
using Estate.Adapters.Storage;
using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Domain.Points;
using Estate.Domain.Rules;
using Estate.Gateway.Pipeline.Devices;

namespace Estate.Gateway.Pipeline;

/// <summary>Puts each outcome where it belongs: into the transaction, or behind it.</summary>
internal static class OutcomeSorter
{
    internal static void Sort(IReadOnlyList<Outcome> outcomes, PendingWork work, DedupEntry? known, TaskCompletionSource<Answer>? waiting)
    {
        var isFirst = true;
        foreach (var outcome in outcomes)
        {
            if (outcome is Recorded recorded)
            {
                if (isFirst)
                    work.Batch.Steps.Add(work.Batch.Facts.Count);
                isFirst = false;
                work.Batch.Add(recorded.Fact);
                work.Changed.Add(recorded.Fact.Device);
            }
            else if (!IsKept(outcome, work))
                Pass(outcome, work, known, waiting);
        }
    }

    /// <summary>What only the transaction needs.</summary>
    private static bool IsKept(Outcome outcome, PendingWork work)
    {
        switch (outcome)
        {
            case Saved saved:
                work.Batch.States[saved.Device] = saved;
                return true;
            case Transferred transferred:
                work.Batch.Transfers.Add(transferred.Transfer);
                return true;
            case AlertSaved saved:
                work.Batch.Alerts[saved.Alert.Id] = saved.Alert;
                work.Changed.Add(AlertReactor.JournalId);
                return true;
            case RuleSaved saved:
                work.Batch.Rules[(saved.State.Rule, saved.State.Device, saved.State.Component)] = saved.State;
                work.Changed.Add(RuleReactor.JournalId);
                return true;
            case TallySaved { Tally: var tally }:
                work.Batch.Tallies[tally.Poll] = tally;
                return true;
            case Notified notified:
                work.Batch.Notifications.Add(notified.Notification);
                return true;
            case EventsForgotten forgotten:
                work.Batch.Events.RemoveAll(one => one.Device == forgotten.Device);
                work.Batch.Forgotten.Add(forgotten.Device);
                return true;
            default:
                return false;
        }
    }

    /// <summary>What goes to somebody, once the transaction is durable.</summary>
    private static void Pass(Outcome outcome, PendingWork work, DedupEntry? known, TaskCompletionSource<Answer>? waiting)
    {
        switch (outcome)
        {
            case Acknowledged acknowledged:
                var (answer, names) = (acknowledged.Answer, work.Names);
                var shown = names is null ? answer : answer with { Text = names.InWords(answer.Text) };
                var element = GatewayMessages.AckElement(acknowledged.Header.Id, shown);
                work.Batch.Events.Add(new(acknowledged.Device, acknowledged.Header, element));
                work.Acks.Add((acknowledged.Device, element, known));
                if (!work.IsAgain)
                    work.Metrics.Answers.Add(1, new KeyValuePair<string, object?>("result", answer.Result));
                break;
            case Replied replied when waiting is not null:
                work.Replies.Add((waiting, replied.Answer));
                break;
            case Commanded commanded:
                work.Commands.Add(commanded.Command);
                break;
            // Figures are not part of the transaction: they go their way once, with the whole.
            case Measured measured when !work.IsAgain:
                AddMeasurement(measured.Measurement, work);
                break;
            case Refused refused when !work.IsAgain:
                work.Metrics.Rejects.Add(1, new KeyValuePair<string, object?>("reason", refused.Rejection.Reason));
                break;
        }
    }

    /// <summary>A request of a person or program, and its line in the audit where it changed something or was refused.</summary>
    internal static void Sort(IReadOnlyList<Outcome> outcomes, PendingWork work, RequestMessage question, NodaTime.Instant at)
    {
        var before = work.Batch.Facts.Count;
        Sort(outcomes, work, null, question.Answer);
        var (facts, answer) = (work.Batch.Facts.Count - before, outcomes.OfType<Replied>().FirstOrDefault()?.Answer);
        var hasChanged = facts > 0 || outcomes.Any(outcome => outcome is Transferred or AlertSaved or RuleSaved or TallySaved);
        if (!hasChanged && (answer?.Reason is null || !question.Request.IsAuditedWhenRefused))
            return;
        work.Batch.Audit.Add(
            (new AuditEntry(at, question.By, WireName.Of(question.Request), question.Request.About, answer?.Reason ?? answer?.Result ?? ""),
            before, facts));
    }

    /// <summary>What nothing is written of.</summary>
    internal static bool IsPassing(IReadOnlyList<Outcome> outcomes) => outcomes.All(outcome => outcome is Measured);

    internal static void SortPassing(IReadOnlyList<Outcome> outcomes, PendingWork work, Signal signal)
    {
        foreach (var outcome in outcomes)
            AddMeasurement(((Measured)outcome).Measurement, work);
        if (SpeakerOf(signal) is { } speaker)
            work.Changed.Add(speaker);
    }

    private static void AddMeasurement(Measurement measurement, PendingWork work)
    {
        if (work.Measurements.Count < PendingQueue.MaxExtras)
            work.Measurements.Add(measurement);
        else
            work.Metrics.Dropped.Add(1, new KeyValuePair<string, object?>("queue", "measurements"));
    }

    internal static DeviceId? SpeakerOf(Signal signal) => signal switch
    {
        DeviceTelemetry telemetry => telemetry.Device,
        DeviceProbed probed => probed.Device,
        DeviceStatus status => status.Device,
        CommandReply reply => reply.Device,
        _ => null,
    };
}
