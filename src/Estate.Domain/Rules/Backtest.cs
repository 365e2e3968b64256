using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Rules;

/// <summary>What one version would have done in the asked time.</summary>
public sealed record BacktestSide(IReadOnlyList<Firing> Firings, int Pages, double PagesPerNight, string? Problem);

/// <summary>A firing that one version has and the other has not, or has otherwise.</summary>
public sealed record FiringChange(Firing? Before, Firing? After)
{
    public string Kind => Before is null ? "added" : After is null ? "removed" : "changed";
}

/// <summary>
/// Two versions of a rule over the same past, by the engine that runs live: what would be added, removed and otherwise. The play
/// begins a while before the asked time, so that windows and waits are filled.
/// </summary>
public sealed class Backtest
{
    /// <summary>The night of those who are called: 22:00 to 06:00.</summary>
    private const int NightBegins = 22, NightEnds = 6;
    private static readonly Duration MinLeadTime = Duration.FromDays(1);

    /// <summary>What a device said a week ago may still be so; measurements come again all the time.</summary>
    private static readonly Duration FactsLast = Duration.FromDays(7);

    private readonly RuleSchema _schema;
    private readonly Rule _candidate;
    private readonly RuleReplay _new;
    private readonly RuleReplay? _old;
    private readonly Instant _from;
    private long _inputs;

    /// <param name="inForce">The version to compare with; null for a rule that is new.</param>
    public Backtest(Rule candidate, Rule? inForce, RuleSchema schema, AlertPolicy policy, Instant from)
    {
        (_candidate, _schema, _from) = (candidate, schema, from);
        Rule[] both = inForce is null ? [candidate] : [candidate, inForce];
        Start = from - both.Select(Before).Max();
        Facts = [.. both.SelectMany(rule => rule.Facts).Append(typeof(DeviceFellSilent)).Distinct()];
        Series = [.. both.Select(rule => rule.Series).OfType<string>().Distinct().Select(schema.SeriesOf)];
        _new = new(candidate, schema, policy, Start);
        _old = inForce is null ? null : new(inForce, schema, policy, Start);
    }

    /// <summary>From when on the past is needed.</summary>
    public Instant Start { get; }

    /// <summary>The facts that are needed, in the order in which they were received.</summary>
    public IReadOnlyList<Type> Facts { get; }

    /// <summary>The measurements that are needed.</summary>
    public IReadOnlyList<SeriesSchema> Series { get; }

    public void Feed(PastInput input)
    {
        _inputs++;
        _new.Feed(input);
        _old?.Feed(input);
    }

    public BacktestReport End(Instant until)
    {
        var (after, before) = (Side(_new, until), _old is null ? null : Side(_old, until));
        // One that only began before the asked time in one version is no other alert for that.
        var changes = _old is null ? []
            : Changes(_old.Firings, _new.Firings, until).Where(change => change.Before?.At >= _from || change.After?.At >= _from);
        return new(_candidate.Id, _from, until, after, before, [.. changes], _inputs);
    }

    /// <summary>Which device a point of a series is of.</summary>
    public DeviceId SpeakerOf(Measurement point) => _schema.SpeakerOf(point);

    private BacktestSide Side(RuleReplay replay, Instant until)
    {
        replay.PassUntil(until);
        var pages = replay.Pages.Where(at => at >= _from).ToList();
        var nights = Math.Max(1, Math.Ceiling((until - _from).TotalDays));
        return new([.. replay.Firings.Where(firing => firing.At >= _from)], pages.Count, pages.Count(IsAtNight) / nights, replay.Problem);
    }

    private bool IsAtNight(Instant at) => at.InZone(_schema.Zone).Hour is >= NightBegins or < NightEnds;

    /// <summary>Of one part of one device, those that overlap in time are the same alert.</summary>
    private static IEnumerable<FiringChange> Changes(IReadOnlyList<Firing> before, IReadOnlyList<Firing> after, Instant until)
    {
        var left = before.GroupBy(firing => (firing.Device, firing.Component)).ToDictionary(group => group.Key, group => group.ToList());
        foreach (var one in after)
        {
            var candidates = left.GetValueOrDefault((one.Device, one.Component)) ?? [];
            var same = candidates.Find(other => other.At <= (one.EndedAt ?? until) && one.At <= (other.EndedAt ?? until));
            if (same is not null)
                candidates.Remove(same);
            if (same is null || IsOtherwise(same, one))
                yield return new(same, one);
        }
        foreach (var gone in left.Values.SelectMany(rest => rest).OrderBy(firing => firing.At))
            yield return new(gone, null);
    }

    private static bool IsOtherwise(Firing before, Firing after) =>
        before.At != after.At || before.EndedAt != after.EndedAt || before.Severity != after.Severity || before.Words != after.Words;

    private static Duration Before(Rule rule) =>
        Duration.Max(
            rule.Series is null ? FactsLast : MinLeadTime,
            rule.Windows.Select(window => window.Length).DefaultIfEmpty(Duration.Zero).Max() + rule.Source.For + rule.Source.Keep);
}
