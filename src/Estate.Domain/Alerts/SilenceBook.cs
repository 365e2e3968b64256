using System.Globalization;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Alerts;

/// <summary>The silences that are on or are still to come; each begins and ends with a fact, from which they are read at a start.</summary>
internal sealed class SilenceBook(AlertPolicy policy)
{
    internal const int Most = 200;

    private readonly List<Silence> _all = [];
    private AlertPolicy _policy = policy;

    internal IReadOnlyList<Silence> All => _all;

    internal Duration LongestShelf => _policy.Shifts.Longest;

    internal void Use(AlertPolicy policy) => _policy = policy;

    /// <param name="facts">In any order.</param>
    internal void Restore(IEnumerable<AlertFact> facts, Instant now)
    {
        var known = facts.ToList();
        var ended = known.OfType<SilenceEnded>().Select(one => one.Silence).ToHashSet();
        _all.AddRange(known.OfType<SilenceBegan>().Where(one => !ended.Contains(one.Silence) && one.Until > now)
            .Select(one => SilenceScope.TryParse(one.Scope) is { } scope
                ? new Silence(one.Silence, scope, one.By, one.Reason, one.From, one.Until) : null)
            .OfType<Silence>().OrderBy(one => one.From));
    }

    /// <summary>The longest that is on; none for what threatens life.</summary>
    internal Silence? Of(AlertKey key, Instant now) => AlertPolicy.ThreatensLife(key.Type) ? null
        : _all.Where(one => one.IsOnAt(now) && one.Scope.Covers(key, _policy)).MaxBy(one => one.Until);

    internal Silence Begin(SilenceScope scope, string reason, (Instant From, Instant Until) when, string by, Effects effects)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{scope}@{effects.Now.At.ToUnixTimeMilliseconds()}");
        var silence = new Silence(id, scope, by, reason.Trim(), when.From, when.Until);
        _all.Add(silence);
        effects.Record(
            new SilenceBegan(AlertReactor.JournalId, effects.Time, id, scope.ToString(), by, silence.Reason, when.From, when.Until));
        return silence;
    }

    /// <param name="by">Null where its time is over.</param>
    internal void End(Silence silence, string? by, Effects effects)
    {
        _all.Remove(silence);
        effects.Record(new SilenceEnded(AlertReactor.JournalId, effects.Time, silence.Id, silence.Scope.ToString(), by));
    }

    internal void Tick(Instant now, Effects effects)
    {
        foreach (var over in _all.Where(one => one.Until <= now).ToList())
            End(over, null, effects);
    }

    /// <summary>The wall clock was set: a shelf runs on for as long as was said; planned work is at the hours that people set.</summary>
    internal void Shift(Duration by)
    {
        for (var i = 0; i < _all.Count; i++)
            if (_all[i].IsShelf)
                _all[i] = _all[i] with { From = _all[i].From + by, Until = _all[i].Until + by };
    }
}
