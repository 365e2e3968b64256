using Estate.Adapters.Mqtt;
using Estate.Domain.Devices;
using Estate.Gateway.Observability;
using NodaTime;

namespace Estate.Gateway.Pipeline;

/// <summary>
/// The one thread that moves the estate, its own, so that no other work can keep it from an exit button:
/// (1) take what waits, (2) decode, (3) tell repetitions from news, (4) step the machine, (5) actuate what must not wait,
/// (6) hand the outcomes to the committer. It never touches the disk, so a stalled card cannot stop it.
/// </summary>
internal sealed class EstateLoop : IHostedService, IDisposable
{
    private readonly LoopInbox _inbox;
    private readonly EstateMachine _machine;
    private readonly MessageDecoder _decoder;
    private readonly Refusals _refusals;
    private readonly PendingQueue _pending;
    private readonly GatewayClock _clock;
    private readonly EventIdentities _identities = new();
    private readonly List<Signal> _signals = [];
    private readonly WakeUps _wakeUps = new();
    private readonly Thread _thread;
    private volatile bool _isStopping;

    public EstateLoop(EstateMachine machine, MessageDecoder decoder, Refusals refusals, PendingQueue pending, GatewayClock clock)
    {
        (_machine, _decoder, _refusals, _pending, _clock) = (machine, decoder, refusals, pending, clock);
        _inbox = new(pending.Metrics);
        _thread = new(Run) { IsBackground = true, Name = "estate" };
        pending.Metrics.Watch("estate.inbox", "Messages in front of the machine", () => _inbox.Count);
    }

    internal GatewayMetrics Metrics => _pending.Metrics;

    /// <summary>Told of every message that could not be carried through.</summary>
    internal Action<Exception>? Failed { get; set; }

    /// <summary>To be told of events taken in before this start.</summary>
    internal EventIdentities Identities => _identities;

    /// <summary>Who asks the store about events whose id may have been used; set before the start. Each that it takes must be given back.</summary>
    internal Func<HeardEvent, bool>? LookUp { get; set; }

    /// <summary>Drives what cannot wait for a disk; set before the start.</summary>
    internal Action<Actuated>? Actuate { get; set; }

    /// <returns>False when the queue is full and nothing was taken.</returns>
    internal bool Offer(Inbound inbound) => _inbox.Offer(inbound);

    /// <summary>Ahead of all messages.</summary>
    internal bool OfferUrgent(Inbound inbound) => _inbox.OfferUrgent(inbound);

    /// <summary>Waits for room: the loop counts on it.</summary>
    internal ValueTask GiveAsync(LookedUp looked, CancellationToken stop) => _inbox.WriteAsync(looked, stop);

    /// <summary>The answer once the outcome is durable.</summary>
    internal async Task<Answer> AskAsync(IRequest request, string by)
    {
        var answer = new TaskCompletionSource<Answer>(TaskCreationOptions.RunContinuationsAsynchronously);
        // People are few, and a lock-down does not wait behind taps.
        await _inbox.WriteUrgentAsync(new Question(request, by, answer));
        return await answer.Task;
    }

    /// <summary>Answers once the loop has come to it, ahead of all messages.</summary>
    internal Task ProbeAsync()
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _inbox.OfferUrgent(new Inspection(seen.SetResult));
        return seen.Task;
    }

    /// <param name="isUrgent">Ahead of all messages.</param>
    internal async Task<T> InspectAsync<T>(Func<EstateMachine, T> look, bool isUrgent = false)
    {
        var seen = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var inspection = Inspection.Of(() => look(_machine), seen);
        await (isUrgent ? _inbox.WriteUrgentAsync(inspection) : _inbox.WriteAsync(inspection));
        return await seen.Task;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _thread.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _isStopping = true;
        _inbox.Wake();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _isStopping = true;
        _inbox.Wake();
        if (_thread.IsAlive)
            _thread.Join();
        _inbox.Dispose();
    }

    private void Run()
    {
        var steps = new ClockSteps(_clock);
        // What the wires said before the first tick decides anything.
        while (_inbox.TryTake(out var early))
            TakeSafely(early!);
        while (!_isStopping)
        {
            var uptime = _clock.Uptime;
            if (uptime >= _wakeUps.Next)
                LookAround(uptime, steps);
            if (_inbox.TryTake(out var inbound))
                TakeSafely(inbound!);
            else
                _inbox.Wait((_wakeUps.Next - uptime).ToTimeSpan());
        }
    }

    /// <summary>What only time brings.</summary>
    private void LookAround(Duration uptime, ClockSteps steps)
    {
        if (_wakeUps.TakeTick(uptime))
        {
            _clock.Judge();
            if (steps.Look() is { } by)
                TakeSafely(new Direct(new ClockStepped(by, _clock.Now)));
            TakeSafely(new Direct(new Tick(_clock.Now)));
        }
        foreach (var device in _wakeUps.TakeDue(uptime))
            TakeSafely(new Direct(new Woken(device, _clock.Now)));
    }

    /// <summary>A mistake of ours in one message must not end the estate, nor come back with every repetition.</summary>
    private void TakeSafely(Inbound inbound)
    {
        try
        {
            Take(inbound);
        }
        catch (Exception failure)
        {
            Metrics.Dropped.Add(1, new KeyValuePair<string, object?>("queue", "failed"));
            Failed?.Invoke(failure);
            if (inbound is Question question)
                question.Answer.TrySetException(failure);
        }
        // Behind all it led to: given with the commit that holds the last of it. What the store is asked about, its device says again.
        if (inbound is RawMessage { Receipt: { } receipt })
            _pending.AddReceipt(receipt);
    }

    private void Take(Inbound inbound)
    {
        switch (inbound)
        {
            case RawMessage raw:
                Decode(raw);
                break;
            case Direct direct:
                Step(direct.Signal);
                break;
            case Question question:
                Ask(question);
                break;
            case LookedUp looked:
                Resolve(looked);
                break;
            case Inspection inspection:
                inspection.Look();
                break;
        }
    }

    private void Decode(RawMessage raw)
    {
        _signals.Clear();
        var rejection = _decoder.Decode(raw.Topic, raw.Payload, raw.IsRetained, raw.At, _signals);
        if (rejection is not null)
            _refusals.Message(raw.Topic, raw.Payload, rejection);
        foreach (var signal in raw.Held == Duration.Zero ? _signals : _signals.ConvertAll(one => one.After(raw.Held)))
            if (signal is DeviceEvent heard)
                Admit(heard, raw);
            else
                Step(signal, raw);
    }

    private void Admit(DeviceEvent heard, RawMessage raw)
    {
        var (identity, known) = _identities.Check(heard, _machine.PresenceOf(heard.Device)!);
        switch (identity)
        {
            case Identity.New:
                TakeIn(new(heard, raw.Topic, raw.Beginning));
                break;
            case Identity.Repeated when known!.DurableAnswer is { } answer:
                Repeat(heard, answer);
                break;
            case Identity.Repeated or Identity.BeingAsked:
                // Its first copy is on the way to the disk; that commit answers both.
                Metrics.Events.Add(1, new KeyValuePair<string, object?>("result", "duplicate"));
                break;
            case Identity.Conflicting:
                _refusals.Message(raw.Topic, raw.Payload, Refusals.ReusedId);
                break;
            case Identity.AskStore:
                // Somebody's safety does not wait for a disk, nor does it suffer from being taken twice.
                if (heard.Reading.IsUrgent)
                    Step(new DeviceTelemetry(heard.Device, heard.Time, heard.Reading));
                if (LookUp?.Invoke(new(heard, raw.Topic, raw.Beginning)) == true)
                    _identities.Asked(heard);
                break;
        }
    }

    private void Resolve(LookedUp looked)
    {
        var heard = looked.Heard.Event;
        _identities.Answered(heard);
        if (!looked.IsAnswered)
            return;
        var (identity, _) = _identities.Check(heard, _machine.PresenceOf(heard.Device)!);
        if (looked.Known is { } known)
        {
            if (known.Hash == heard.Header.BodyHash)
                Repeat(heard, known.Answer);
            else
                _refusals.Reused(heard);
        }
        else if (identity is Identity.AskStore or Identity.New)
            TakeIn(looked.Heard);
    }

    private void TakeIn(HeardEvent message)
    {
        var heard = message.Event;
        if (_pending.IsFull && !(heard.Reading.IsUrgent && _pending.HasReserve))
        {
            // Somebody's safety is acted on even where nothing of it can be kept.
            if (heard.Reading.IsUrgent)
                Move(heard);
            // Not acknowledged, so the device brings it again once the disk is back.
            Metrics.Dropped.Add(1, new KeyValuePair<string, object?>("queue", "commit"));
            return;
        }
        var known = _identities.Remember(heard);
        var outcomes = Move(heard);
        Metrics.Events.Add(1, new KeyValuePair<string, object?>("result", "accepted"));
        _pending.Add(new StepItem(heard, outcomes, known, (message.Topic, message.Payload)));
        _refusals.Outcomes(outcomes);
    }

    private void Step(Signal signal, RawMessage? raw = null)
    {
        var outcomes = Move(signal);
        _refusals.Outcomes(outcomes);
        if (!_pending.HasReserve)
            Metrics.Dropped.Add(outcomes.Count, new KeyValuePair<string, object?>("queue", "facts"));
        else if (!OutcomeSorter.IsPassing(outcomes))
            _pending.Add(new StepItem(signal, outcomes, null, raw is null ? (signal.GetType().Name, []) : (raw.Topic, raw.Beginning)));
        else if (outcomes.Count > 0 || signal is DeviceTelemetry or DeviceStatus)
            _pending.AddPassing(signal, outcomes);
    }

    private IReadOnlyList<Outcome> Move(Signal signal)
    {
        var outcomes = _machine.Step(signal, _clock.Uptime, _clock.Trust, _clock.Now);
        for (var i = 0; i < outcomes.Count; i++)
            if (outcomes[i] is Actuated actuated)
                Actuate?.Invoke(actuated);
            else if (outcomes[i] is Awaited awaited)
                _wakeUps.Add(awaited);
            else if (outcomes[i] is EventsForgotten forgotten)
                _identities.Forget(forgotten.Device);
        return outcomes;
    }

    private void Ask(Question question)
    {
        if (_pending.IsFull)
        {
            question.Answer.TrySetResult(Answer.Refused(new(RejectReason.Busy, "the disk does not keep up; try again in a minute")));
            return;
        }
        var now = _clock.Now;
        var outcomes = Move(new Asked(question.Request, question.By, now));
        _pending.Add(new RequestItem(question, outcomes, now));
        _refusals.Outcomes(outcomes);
    }

    private void Repeat(DeviceEvent heard, byte[] answer)
    {
        Metrics.Events.Add(1, new KeyValuePair<string, object?>("result", "duplicate"));
        _pending.AddIfRoom(new AckItem(heard.Device, answer));
    }
}
