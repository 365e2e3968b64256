using Estate.Adapters.Storage;
using Estate.Domain.Devices;
using Estate.FirmwareSim.Past;
using Estate.Gateway;
using Estate.Gateway.Configuration;
using Estate.Gateway.Pipeline;
using Estate.Gateway.Pipeline.Devices;
using Estate.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Estate.Bench.History;

/// <summary>
/// The whole gateway as it is composed to run: decoder, loop, machine, committer and database are its own, and are moved by hand from one
/// moment of a past to the next. As in a gateway that runs, commits and means have threads of their own; what a commit leads to comes at a
/// moment that does not depend on how long it took, so that the same seed makes the same past. Nothing is written but what they write.
/// </summary>
internal sealed class PastGateway : IAsyncDisposable
{
    /// <summary>How much later what is decided is written, and how much later again it is answered: as long as nobody waits.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>A board asks for its answer again after five seconds, and obeys no order that is older than thirty.</summary>
    internal static readonly TimeSpan BoardsPatience = TimeSpan.FromSeconds(2);

    private readonly WebApplication _app;
    private readonly PastTime _time;
    private readonly DateTimeOffset _start;
    private readonly EstateLoop _loop;
    private readonly PendingQueue _pending;
    private readonly Committer _committer;
    private readonly ClockSteps _steps;
    private readonly BrokerService _broker;
    private readonly PastBroker _devices;
    private DateTimeOffset? _commitAt;
    private DateTimeOffset? _answersAt;
    private DateTimeOffset _wakeAt;
    private TimeSpan _writing = Patience;
    private Task? _commit;
    private Task _means = Task.CompletedTask;

    private PastGateway(WebApplication app, PastTime time, PastBroker devices)
    {
        (_app, _time, _start, _wakeAt, _devices) = (app, time, time.Now, time.Now, devices);
        (_loop, _pending, _committer) = (Of<EstateLoop>(), Of<PendingQueue>(), Of<Committer>());
        _steps = new(Of<GatewayClock>());
        _broker = ActivatorUtilities.CreateInstance<BrokerService>(app.Services);
        // There is nothing before it that an event could repeat.
        _loop.Deduplicator.Used.Complete();
    }

    /// <summary>Messages of devices that found no room.</summary>
    internal int Lost => _devices.Lost;

    internal static async Task<PastGateway> StartAsync(
        EstateModel model, GatewayLock alone, PlatformServices platform, PastTime time, DirectBroker devices)
    {
        var link = new PastBroker(devices);
        // Enough for silences and hours, and on each quarter of an hour; what must be exact asks for its own timer.
        var unhurried = platform with
        {
            Time = time,
            IsClockSynchronised = static () => true,
            TickEvery = TimeSpan.FromMinutes(3),
            OpenBroker = (_, _) => link,
        };
        // Facts reach a time-series server from the journal once the gateway runs.
        var app = GatewayHost.Build(model with { Influx = null }, alone, "http://127.0.0.1:0", unhurried);
        var gateway = new PastGateway(app, time, link);
        await gateway._broker.StartAsync(default);
        // One id in some hundred thousand looks like a used one, and the store is asked.
        await gateway.Of<EventLookups>().StartAsync(default);
        await gateway.Of<PinService>().StartAsync(default);
        return gateway;
    }

    internal T Of<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>Somebody waits for an answer: it comes after twice as long at the latest.</summary>
    internal void Hurry(TimeSpan patience)
    {
        _commitAt = Earlier(_commitAt, _time.Now + patience);
        _writing = patience < _writing ? patience : _writing;
    }

    /// <summary>From moment to moment: what the agenda has, what the gateway asked to be woken for, what waits for the disk.</summary>
    internal void PlayUntil(DateTimeOffset end, Agenda agenda)
    {
        do
        {
            _time.MoveTo(Earlier(Earlier(Earlier(Earlier(agenda.Next, _wakeAt), _commitAt), _answersAt), end)!.Value);
            if (_time.Now >= _answersAt)
                Answer();
            agenda.RunDue();
            Turn();
            if (_time.Now >= _commitAt)
                Commit();
        }
        while (_time.Now < end);
    }

    /// <summary>Of a person, answered at once.</summary>
    internal Answer Ask(IRequest request, string by)
    {
        var answer = _loop.AskAsync(request, by);
        Turn();
        Commit();
        Answer();
        return answer.GetAwaiter().GetResult();
    }

    /// <summary>Of a person who does not wait for the answer.</summary>
    internal void Submit(IRequest request, string by)
    {
        _ = _loop.AskAsync(request, by);
        Turn();
    }

    /// <summary>As it is now.</summary>
    internal object? StateOf(DeviceId device)
    {
        var seen = _loop.InspectAsync(machine => machine.StateOf(device));
        Turn();
        return seen.GetAwaiter().GetResult();
    }

    /// <summary>Of the hours that are over.</summary>
    internal void WriteMeans()
    {
        var now = _loop.Clock.Now;
        _means.GetAwaiter().GetResult();
        _means = Task.Run(() => Of<Rollups>().Flush(now));
    }

    public async ValueTask DisposeAsync()
    {
        Commit();
        Answer();
        await _means;
        Of<Rollups>().Flush(_loop.Clock.Now, isLast: true);
        await _app.DisposeAsync();
    }

    private void Turn()
    {
        _wakeAt = _start + _loop.TurnByHand(_steps).ToTimeSpan();
        if (_pending.HasCommand(static one => one.Device.Kind == "charger"))
            Hurry(BoardsPatience);
        else if (_commitAt is null && !_pending.IsEmpty)
            _commitAt = _time.Now + Patience;
    }

    /// <summary>The one before is over first.</summary>
    private void Commit()
    {
        Answer();
        _commitAt = null;
        if (_pending.IsEmpty)
            return;
        (_answersAt, _writing) = (_time.Now + _writing, Patience);
        // Taken now: what comes while it is written is of the next.
        var work = _pending.TakeAsync(default).GetAwaiter().GetResult();
        _commit = _devices.Hold(() => _committer.CommitAsync(work, default));
    }

    /// <summary>What was written is said, and leads to more.</summary>
    private void Answer()
    {
        if (_commit is null)
            return;
        _commit.GetAwaiter().GetResult();
        (_commit, _answersAt) = (null, null);
        _devices.DeliverHeld();
        Turn();
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => other < one || one is null ? other : one;
}
