using Estate.Domain.Credentials;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Garage;

/// <summary>Bicycles with a tag, as long as they stand inside: overnight, abandoned, taken away.</summary>
internal static class ParkedBikes
{
    /// <summary>More than any garage holds: a reader that reads noise must not fill the memory.</summary>
    internal const int Most = 5_000;

    private const int NumberLetters = 8, MaxReason = 200;

    /// <summary>What staff call one: nobody knows a tag by its hash.</summary>
    internal static string NumberOf(string tag) => tag[..Math.Min(NumberLetters, tag.Length)];

    internal static GarageState Move(GarageState state, string tag, BikesPassing passing, Instant at)
    {
        if (passing.Direction == BikeDirection.Out)
            return state with { Bikes = state.Bikes.Remove(tag) };
        var isRoom = state.Bikes.Count < Most || state.Bikes.ContainsKey(tag);
        return isRoom ? state with { Bikes = state.Bikes.SetItem(tag, new(passing.Bike, at)) } : state;
    }

    internal static GarageState TakeAway(GarageState state, TakeBikeAway order, Effects effects)
    {
        if (string.IsNullOrWhiteSpace(order.Reason) || order.Reason.Length > MaxReason || effects.By is not { } by)
            return effects.Refuse(
                state, order.Device, "reason_needed", new($"请写明原因（最多 {MaxReason} 字）", $"say why, in at most {MaxReason} letters"));
        var tags = state.Bikes.Keys.Where(tag => NumberOf(tag) == order.Bike).ToList();
        if (tags is not [var tag])
            return effects.Refuse(
                state, order.Device, "no_such_bike", new($"车库里没有车 {order.Bike}", $"no bicycle {order.Bike} stands in the garage"));
        effects.Record(new BikeTakenAway(order.Device, effects.Time, order.Bike, by, order.Reason.Trim()));
        effects.Answer = new("taken_away", new($"车 {order.Bike} 已移走", $"Bicycle {order.Bike} is taken away"), []);
        var type = state.Bikes[tag].Type;
        state = state with { Bikes = state.Bikes.Remove(tag) };
        if (type is not { } known)
            return state with { Unknown = Math.Max(0, state.Unknown - 1) };
        var tally = state.Of(known);
        return tally.Inside is { } inside ? state.With(known, tally with { Inside = Math.Max(0, inside - 1) }) : state;
    }

    /// <summary>Once a night, at its time; a night the gateway was off for more than some hours of it is not counted.</summary>
    internal static GarageState Night(
        GarageState state, GarageSettings settings, ZonedDateTime now, CardRegistry tags, DeviceId device, Effects effects)
    {
        var due = now.Date.At(settings.Night).InZoneLeniently(now.Zone).ToInstant();
        if (now.ToInstant() < due || state.NightAt >= due)
            return state;
        effects.Keep(device);
        state = state with { NightAt = due };
        if (now.ToInstant() - due > Duration.FromHours(3) || state.CountedAt is null)
            return state;
        var without = state.Bikes.Keys.Count(tag => !IsPermitted(state, tag, tags, effects.Now.At));
        var abandoned = state.Bikes.Values.Count(bike => effects.Now.At - bike.Since >= settings.Abandoned);
        effects.Record(new NightCounted(
            device, effects.Time, state.Bicycles.Count, state.EBikes.Count, state.Unknown, without, abandoned));
        return state;
    }

    private static bool IsPermitted(GarageState state, string tag, CardRegistry tags, Instant now) =>
        tags.Find(new(tag)) is { IsBlocked: false } holder && state.HasPermit(holder.Household, now);
}
