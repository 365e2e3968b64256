using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using Estate.Gateway.Observability;
using Estate.Gateway.Pipeline.Devices;

namespace Estate.Gateway.Pipeline;

/// <summary>
/// Moves the machine: drives at once what must not wait for a disk, and hands the other outcomes to the committer. For the loop's
/// thread alone.
/// </summary>
internal sealed class EstateSteps(EstateMachine machine, AtOnce atOnce, RejectionLog refusals, PendingQueue pending, GatewayClock clock)
{
    /// <summary>Restored at the start with the events accepted before it.</summary>
    internal EventDeduplicator Deduplicator { get; } = new();

    internal WakeUps WakeUps { get; } = new(clock.TickEvery);

    internal EstateMachine Machine => machine;

    private GatewayMetrics Metrics => pending.Metrics;

    internal void Step(Signal signal, RawMessage? raw = null)
    {
        var outcomes = StepAndActuate(signal);
        refusals.LogRefusals(outcomes, OutcomeSorter.SpeakerOf(signal));
        if (!pending.HasReserve)
            Metrics.Dropped.Add(outcomes.Count, new KeyValuePair<string, object?>("queue", "facts"));
        else if (!OutcomeSorter.IsPassing(outcomes))
            pending.Add(new StepItem(signal, outcomes, null, raw is null ? (signal.GetType().Name, []) : (raw.Topic, raw.Beginning)));
        else if (outcomes.Count > 0 || signal is DeviceTelemetry or DeviceStatus)
            pending.AddPassing(signal, outcomes);
    }

    internal (Identity Identity, DedupEntry? Known) Identify(DeviceEvent heard) =>
        Deduplicator.Check(heard, machine.PresenceOf(heard.Device)!);

    /// <summary>An event that is news.</summary>
    internal void Accept(ReceivedEvent message)
    {
        var heard = message.Event;
        if (pending.IsFull && !(heard.Reading.IsUrgent && pending.HasReserve))
        {
            // Somebody's safety is acted on even where nothing of it can be kept.
            if (heard.Reading.IsUrgent)
                StepAndActuate(heard);
            // Not acknowledged, so the device brings it again once the disk is back.
            Metrics.Dropped.Add(1, new KeyValuePair<string, object?>("queue", "commit"));
            return;
        }
        var known = Deduplicator.Remember(heard);
        var outcomes = StepAndActuate(heard);
        Metrics.Events.Add(1, new KeyValuePair<string, object?>("result", "accepted"));
        pending.Add(new StepItem(heard, outcomes, known, (message.Topic, message.Payload)));
        refusals.LogRefusals(outcomes, heard.Device);
    }

    internal void Ask(RequestMessage question)
    {
        if (pending.IsFull)
        {
            question.Answer.TrySetResult(Answer.Refused(new(RejectReason.Busy, "the disk does not keep up; try again in a minute")));
            return;
        }
        var now = clock.Now;
        var outcomes = StepAndActuate(new RequestReceived(question.Request, question.By, now));
        pending.Add(new RequestItem(question, outcomes, now));
        refusals.LogRefusals(outcomes, null);
    }

    private IReadOnlyList<Outcome> StepAndActuate(Signal signal)
    {
        var outcomes = machine.Step(signal, clock.Uptime, clock.Trust, clock.Now);
        for (var i = 0; i < outcomes.Count; i++)
            if (outcomes[i] is Actuated actuated)
                atOnce.Perform(actuated);
            else if (outcomes[i] is Notified notified)
                atOnce.Perform(notified);
            else if (outcomes[i] is TimerRequested awaited)
                WakeUps.Add(awaited);
            else if (outcomes[i] is EventsForgotten forgotten)
                Deduplicator.Forget(forgotten.Device);
        return outcomes;
    }
}
