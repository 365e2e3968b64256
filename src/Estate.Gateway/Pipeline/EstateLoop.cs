using Estate.Adapters.Threads;
using Estate.Domain.Devices;
using Estate.Gateway.Observability;
using Estate.Gateway.Pipeline.Devices;
using NodaTime;

namespace Estate.Gateway.Pipeline;

/// <summary>
/// The one thread that moves the estate, its own and before all others, so that no other work can keep it from an exit button:
/// (1) take what waits, (2) decode, (3) drop repetitions, (4) step the machine, (5) actuate what must not wait,
/// (6) hand the outcomes to the committer. It never touches the disk, so a stalled card cannot stop it.
/// </summary>
internal sealed partial class EstateLoop : IHostedService, IDisposable
{
    private readonly LoopInbox _inbox;
    private readonly MessageReception _reception;
    private readonly EstateSteps _steps;
    private readonly GatewayClock _clock;
    private readonly ILogger<EstateLoop> _log;
    private readonly Thread _thread;
    private volatile bool _isStopping;

    public EstateLoop(LoopInbox inbox, MessageReception reception, EstateSteps steps, GatewayClock clock, ILogger<EstateLoop> log)
    {
        (_inbox, _reception, _steps, _clock, _log) = (inbox, reception, steps, clock, log);
        _thread = new(Run) { IsBackground = true, Name = "estate" };
        inbox.Metrics.Watch("estate.inbox", "Messages in front of the machine", () => inbox.Count);
    }

    internal GatewayMetrics Metrics => _inbox.Metrics;

    internal GatewayClock Clock => _clock;

    /// <inheritdoc cref="EstateSteps.Deduplicator"/>
    internal EventDeduplicator Deduplicator => _steps.Deduplicator;

    /// <inheritdoc cref="LoopInbox.Offer(RawMessage)"/>
    internal bool Offer(RawMessage message) => _inbox.Offer(message);

    /// <inheritdoc cref="LoopInbox.Offer(SignalMessage)"/>
    internal bool Offer(SignalMessage said) => _inbox.Offer(said);

    /// <summary>The answer once the outcome is durable.</summary>
    internal async Task<Answer> AskAsync(IRequest request, string by)
    {
        var answer = new TaskCompletionSource<Answer>(TaskCreationOptions.RunContinuationsAsynchronously);
        // People are few, and a lock-down does not wait behind taps.
        await _inbox.WriteUrgentAsync(new RequestMessage(request, by, answer));
        return await answer.Task;
    }

    /// <summary>Answers once the loop has come to it, ahead of all messages.</summary>
    internal Task ProbeAsync()
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _inbox.OfferUrgent(new Inspection(seen.SetResult));
        return seen.Task;
    }

    /// <summary>In turn with messages, however many wait.</summary>
    /// <param name="isUrgent">Ahead of all messages.</param>
    internal async Task<T> InspectAsync<T>(Func<EstateMachine, T> look, bool isUrgent = false)
    {
        var seen = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var inspection = Inspection.Of(() => look(_steps.Machine), seen);
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
        NiceThread.TrySet(NiceThread.Urgent);
        var steps = new ClockSteps(_clock);
        // What the wires said before the first tick decides anything.
        TakeAll();
        while (!_isStopping)
        {
            var uptime = _clock.Uptime;
            if (uptime >= _steps.WakeUps.Next)
                RunTimers(uptime, steps);
            if (_inbox.TryTake(out var inbound))
                DispatchSafely(inbound!);
            else
                _inbox.Wait((_steps.WakeUps.Next - uptime).ToTimeSpan());
        }
    }

    /// <summary>
    /// What the thread does when it wakes, for whoever moves the clock by hand and never starts the thread: all that
    /// waits, then what is due by now.
    /// </summary>
    /// <returns>When to come again though nothing comes, by <see cref="GatewayClock.Uptime"/>.</returns>
    internal Duration TurnByHand(ClockSteps steps)
    {
        TakeAll();
        if (_clock.Uptime >= _steps.WakeUps.Next)
            RunTimers(_clock.Uptime, steps);
        return _steps.WakeUps.Next;
    }

    private void TakeAll()
    {
        while (_inbox.TryTake(out var inbound))
            DispatchSafely(inbound!);
    }

    /// <summary>What only time brings.</summary>
    private void RunTimers(Duration uptime, ClockSteps steps)
    {
        if (_steps.WakeUps.TakeTick(uptime))
        {
            _clock.UpdateTrust();
            if (steps.Detect() is { } by)
                DispatchSafely(new SignalMessage(new ClockStepped(by, _clock.Now)));
            DispatchSafely(new SignalMessage(new Tick(_clock.Now)));
        }
        foreach (var device in _steps.WakeUps.TakeDue(uptime))
            DispatchSafely(new SignalMessage(new TimerElapsed(device, _clock.Now)));
    }

    /// <summary>An internal error in one message must not end the estate, nor come back with every repetition.</summary>
    private void DispatchSafely(Inbound inbound)
    {
        try
        {
            Dispatch(inbound);
        }
        catch (Exception failure)
        {
            Metrics.Dropped.Add(1, new KeyValuePair<string, object?>("queue", "failed"));
            // Within its sender's budget.
            if (_reception.IsWorthALine(inbound))
                LogFailed(failure);
            if (inbound is RequestMessage question)
                question.Answer.TrySetException(failure);
        }
    }

    private void Dispatch(Inbound inbound)
    {
        switch (inbound)
        {
            case RawMessage raw:
                _reception.Receive(raw);
                break;
            case SignalMessage direct:
                _steps.Step(direct.Signal);
                break;
            case RequestMessage question:
                _steps.Ask(question);
                break;
            case LookupResult looked:
                _reception.Resolve(looked);
                break;
            case DecodedUplink decoded:
                _reception.Resolve(decoded);
                break;
            case RefusedOrder refused:
                _reception.Resolve(refused);
                break;
            case Inspection inspection:
                inspection.Run();
                break;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A message could not be carried through; the others go on.")]
    private partial void LogFailed(Exception failure);
}
