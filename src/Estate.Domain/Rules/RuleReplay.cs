using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Rules;

/// <summary>
/// One rule over the past, through the reactors that run live: what it would have fired, and when people would have been notified.
/// </summary>
public sealed class RuleReplay
{
    /// <summary>Live it is a second; what a minute's look finds is found here too, and waits end when they are due.</summary>
    private static readonly Duration TickEvery = Duration.FromMinutes(1), AlertsTickEvery = Duration.FromSeconds(10);

    private readonly RuleReactor _rules;
    private readonly AlertReactor _alerts;
    private readonly List<Firing> _firings = [];
    private readonly Dictionary<(DeviceId, string), int> _running = [];
    private readonly List<Instant> _pages = [];
    private readonly Instant _start;
    private Instant _now;
    private Instant _ticked;

    /// <param name="policy">The estate's rules about alerts: their delays count.</param>
    /// <param name="remembersAll">So that <see cref="StandingsOf"/> can be asked.</param>
    public RuleReplay(Rule rule, RuleSchema schema, AlertPolicy policy, Instant start, bool remembersAll = false)
    {
        (_rules, _alerts, _start, _now, _ticked) = (new(schema, remembersAll), new(policy), start, start, start);
        _alerts.Resume(
            schema.Inventory.Select(settings => (settings.Device, (object)settings)).Append((HostConditionChanged.Host, schema)));
        Do(effects => _rules.TryHandle(new LoadRules([rule], []), "", start, effects));
    }

    public IReadOnlyList<Firing> Firings => _firings;

    /// <summary>When people would have been notified of it.</summary>
    public IReadOnlyList<Instant> Pages => _pages;

    /// <summary>Why the rule went out of use, or null.</summary>
    public string? Problem { get; private set; }

    /// <summary>How the rule stands towards a device now.</summary>
    public IReadOnlyList<RuleStanding> StandingsOf(DeviceId device) => _rules.StandingsOf(device, _now);

    /// <summary>In the order in which it was received.</summary>
    public void Feed(PastInput input)
    {
        PassUntil(input.HeardAt);
        Do(effects =>
        {
            if (input.Fact is { } fact)
                _rules.React(fact, effects);
            else
                _rules.React(input.Measurement!, input.Speaker, effects);
        });
        // What was received a little late may have been due before.
        if (_rules.IsWaiting)
            RunTick(_now);
    }

    /// <summary>Nothing was received until then; waits go on.</summary>
    public void PassUntil(Instant at)
    {
        while (Next() is var next && next <= at)
            RunTick(Instant.Max(next, _now));
        _now = Instant.Max(at, _now);
    }

    private void RunTick(Instant at)
    {
        _now = _ticked = at;
        Do(effects =>
        {
            _rules.Tick(_now, effects);
            _alerts.Tick(_now, effects);
        });
    }

    private Instant Next()
    {
        var looks = _alerts.Open.Any(alert =>
            alert.State == AlertState.Pending
            || alert is { QuietSince: not null, ClearedAt: null } or { ClearedAt: not null, Severity: Severity.Low });
        var look = _ticked + (looks ? AlertsTickEvery : TickEvery);
        return _rules.NextDue(_ticked) is { } due && due < look ? due : look;
    }

    private void Do(Action<Effects> step)
    {
        var effects = new Effects(new(_now, _now - _start, ClockTrust.Synced));
        step(effects);
        // What it asks of devices is not done: the past stays as it was.
        while (effects.TryTakeFact(out var fact, out _))
            _alerts.React(fact, effects);
        var isTold = false;
        foreach (var outcome in effects.Outcomes)
            isTold |= Collect(outcome);
        if (isTold)
            _pages.Add(_now);
    }

    private bool Collect(Outcome outcome)
    {
        switch (outcome)
        {
            case Recorded { Fact: RuleFired fired }:
                _running[(fired.Device, fired.Component)] = _firings.Count;
                _firings.Add(
                    new(fired.Device, fired.Component, fired.Severity, fired.Since, fired.Time.At)
                    {
                        IsLate = fired.Time.IsLate,
                        Seen = fired.Seen,
                        Words = fired.Words
                    });
                return false;
            case Recorded { Fact: RuleCleared cleared } when _running.Remove((cleared.Device, cleared.Component), out var index):
                _firings[index] = _firings[index] with { EndedAt = cleared.Time.At };
                return false;
            case Recorded { Fact: RuleDisabled disabled }:
                Problem ??= disabled.Problem;
                return false;
            default:
                return outcome is Recorded { Fact: AlertRaised { IsHistorical: false } }
                    or Notified { Notification.Kind: NotificationKind.Raised };
        }
    }
}
