using System.Collections.Immutable;
using NodaTime;

namespace Estate.Domain.Parking;

/// <summary>A walk along the bays to see what is true (车位核对). It can be left and gone on with for a day.</summary>
/// <param name="Number">From 1.</param>
public sealed record BayAudit(int Number, Instant BegunAt)
{
    /// <summary>What was seen in passing, by bay: from these the share of right ones is reckoned.</summary>
    public ImmutableSortedDictionary<string, BayTick> Ticks { get; init; } = Nothing;

    /// <summary>Seen at the moment a car came or left, by bay, the newest each: from these the delay is reckoned.</summary>
    public ImmutableSortedDictionary<string, BayTick> Changes { get; init; } = Nothing;

    private static ImmutableSortedDictionary<string, BayTick> Nothing => ImmutableSortedDictionary<string, BayTick>.Empty;

    internal static Duration Lasts { get; } = Duration.FromDays(1);

    public bool IsOpenAt(Instant now) => now < BegunAt + Lasts;

    public ImmutableSortedDictionary<string, BayTick> Of(bool isChange) => isChange ? Changes : Ticks;

    internal BayAudit With(string bay, bool isChange, BayTick? tick)
    {
        var now = tick is null ? Of(isChange).Remove(bay) : Of(isChange).SetItem(bay, tick);
        return isChange ? this with { Changes = now } : this with { Ticks = now };
    }
}
