using System.Collections.Immutable;
using NodaTime;

namespace Estate.Domain.Parking;

/// <summary>The walks along the bays, added up: in all, walk by walk, sensor by sensor.</summary>
public sealed class AuditTally
{
    private readonly IReadOnlyList<Entry> _entries;
    private readonly Instant _now;

    private AuditTally(IReadOnlyList<Entry> entries, Instant now) => (_entries, _now) = (entries, now);

    public AuditScore All => ScoreOf(_entries);

    /// <summary>Newest first; a walk begins with its first tick that stands.</summary>
    public IReadOnlyList<(int Audit, Instant From, AuditScore Score)> Walks =>
        [.. _entries.GroupBy(one => one.Tick.Audit).OrderByDescending(walk => walk.Key)
            .Select(walk => (walk.Key, walk.Min(one => one.Tick.Time.At), ScoreOf(walk)))];

    /// <summary>Those most often wrong first, then the slowest, then by bay.</summary>
    public IReadOnlyList<(string Bay, string? Sensor, AuditScore Score)> Sensors =>
        [.. _entries.GroupBy(one => (one.Tick.Bay, one.Tick.Sensor)).Select(sensor => (sensor.Key.Bay, sensor.Key.Sensor, ScoreOf(sensor)))
            .OrderByDescending(one => one.Item3.WronglyFree + one.Item3.WronglyOccupied + one.Item3.Missed)
            .ThenByDescending(one => one.Item3.MeanDelay ?? 0).ThenBy(one => one.Bay, StringComparer.Ordinal)];

    /// <param name="facts">Oldest first; what does not belong to a walk is passed over.</param>
    /// <param name="now">What a guard has just seen may still be said.</param>
    public static AuditTally Of(IEnumerable<ParkingFact> facts, Instant now)
    {
        var (entries, open) = (new List<Entry>(), new Dictionary<(int, string, bool), Stack<Entry>>());
        foreach (var fact in facts.OfType<BayAuditFact>())
        {
            var key = (fact.Audit, fact.Bay, fact.IsChange);
            if (!open.TryGetValue(key, out var stack))
                open.Add(key, stack = new());
            if (fact is BayAudited tick)
            {
                stack.Push(new(tick));
                entries.Add(stack.Peek());
            }
            else if (fact is BayTickUndone && stack.TryPop(out var undone))
                entries.Remove(undone);
            else if (fact is BayTickFollowed followed && stack.TryPeek(out var late))
                late.Delay = followed.Seconds;
        }
        return new(entries, now);
    }

    private AuditScore ScoreOf(IEnumerable<Entry> entries)
    {
        var (right, free, occupied, untold, missed) = (0, 0, 0, 0, 0);
        var delays = ImmutableArray.CreateBuilder<double>();
        foreach (var one in entries)
        {
            var tick = one.Tick;
            if (one.Delay is { } delay)
                delays.Add(delay);
            if (tick.IsChange)
            {
                // Said before the guard had pressed: no delay that could be seen.
                if (one.IsRight)
                    delays.Add(0);
                else if (one.IsWrong && one.Delay is null && _now - tick.Time.At > BayAuditOrders.FollowsWithin)
                    missed++;
            }
            else if (one.IsRight)
                right++;
            else if (!one.IsWrong)
                untold++;
            else if (tick.IsOccupied)
                free++;
            else
                occupied++;
        }
        return new(right, free, occupied, untold, missed, delays.ToImmutable());
    }

    private sealed class Entry(BayAudited tick)
    {
        private readonly BayTick _seen = new(tick.IsOccupied, tick.Said);

        internal BayAudited Tick => tick;
        internal double? Delay { get; set; }
        internal bool IsRight => _seen.IsAnsweredBy(tick.Said);
        internal bool IsWrong => _seen.IsWrong;
    }
}
