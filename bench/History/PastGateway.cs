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
/// The whole gateway as it is composed to run, with nobody's threads: decoder, loop, machine, committer and database are its own, and
/// are moved by hand from one moment of a past to the next. Nothing is written but what they write.
/// </summary>
internal sealed class PastGateway : IAsyncDisposable
{
    /// <summary>Who waits for an answer gets it this much later; boards look again for theirs after ten seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20), BoardsPatience = TimeSpan.FromSeconds(3);

    private readonly WebApplication _app;
    private readonly PastTime _time;
    private readonly DateTimeOffset _start;
    private readonly EstateLoop _loop;
    private readonly PendingQueue _pending;
    private readonly Committer _committer;
    private readonly ClockSteps _steps;
    private readonly BrokerService _broker;
    private DateTimeOffset? _commitAt;
    private DateTimeOffset _wakeAt;

    private PastGateway(WebApplication app, PastTime time)
    {
        (_app, _time, _start, _wakeAt) = (app, time, time.Now, time.Now);
        (_loop, _pending, _committer) = (Of<EstateLoop>(), Of<PendingQueue>(), Of<Committer>());
        _steps = new(Of<GatewayClock>());
        _broker = ActivatorUtilities.CreateInstance<BrokerService>(app.Services);
        // There is nothing before it that an event could repeat.
        _loop.Deduplicator.Used.Complete();
    }

    internal static async Task<PastGateway> StartAsync(EstateModel model, GatewayLock alone, PlatformServices platform, PastTime time)
    {
        // The minute is enough for silences and hours; what must be exact asks for its own timer.
        var unhurried = platform with { Time = time, IsClockSynchronised = static () => true, TickEvery = TimeSpan.FromMinutes(1) };
        // Facts reach a time-series server from the journal once the gateway runs.
        var app = GatewayHost.Build(model with { Influx = null }, alone, "http://127.0.0.1:0", unhurried);
        var gateway = new PastGateway(app, time);
        await gateway._broker.StartAsync(default);
        // One id in some hundred thousand looks like a used one, and the store is asked.
        await gateway.Of<EventLookups>().StartAsync(default);
        await gateway.Of<PinService>().StartAsync(default);
        return gateway;
    }

    internal T Of<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>A board waits for an answer.</summary>
    internal void Hurry() => _commitAt = Earlier(_commitAt, _time.Now + BoardsPatience);

    /// <summary>From moment to moment: what the agenda has, what the gateway asked to be woken for, what waits for the disk.</summary>
    internal void PlayUntil(DateTimeOffset end, Agenda agenda)
    {
        do
        {
            _time.MoveTo(Earlier(Earlier(Earlier(agenda.Next, _wakeAt), _commitAt), end)!.Value);
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
        return answer.GetAwaiter().GetResult();
    }

    /// <summary>Of the hours that are over.</summary>
    internal void WriteMeans(bool isLast = false) => Of<Rollups>().Flush(_loop.Clock.Now, isLast);

    public async ValueTask DisposeAsync()
    {
        Commit();
        WriteMeans(isLast: true);
        await _app.DisposeAsync();
    }

    private void Turn()
    {
        _wakeAt = _start + _loop.TurnByHand(_steps).ToTimeSpan();
        if (_commitAt is null && !_pending.IsEmpty)
            _commitAt = _time.Now + Patience;
    }

    /// <summary>And what its answers lead to.</summary>
    private void Commit()
    {
        _commitAt = null;
        if (!_pending.IsEmpty)
            _committer.CommitNextAsync(default).GetAwaiter().GetResult();
        Turn();
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => other < one || one is null ? other : one;
}
