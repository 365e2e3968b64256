using System.Globalization;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Garage;

/// <summary>Bicycles in and out, and what a count of all sets right.</summary>
internal static class BikeCounting
{
    private static readonly BikeType[] Types = Enum.GetValues<BikeType>();

    internal static GarageState Pass(GarageState state, BikesPassing passing, Occurrence occurrence, LocalDate date, Effects effects)
    {
        var (time, tag) = (occurrence.Time, passing.Tag?.Hex);
        effects.Record(new BikesPassed(occurrence.Device, time, passing.Direction, passing.Bike, passing.Count, tag is not null));
        var known = tag is null ? null : state.Bikes.GetValueOrDefault(tag);
        state = Begin(state, date);
        if (tag is not null && !(time.At < known?.Since))
            state = ParkedBikes.Move(state, tag, passing, time.At);
        // It went out unseen in between; that is right again.
        if (known is not null && passing.Direction == BikeDirection.In)
            return state;
        if (time.IsTimeKnown && time.At < state.CountedAt)
            return state;
        var counted = Add(state, passing);
        return IsOf(state, date) ? counted : counted with
        {
            Bicycles = counted.Bicycles with { In = state.Bicycles.In, Out = state.Bicycles.Out },
            EBikes = counted.EBikes with { In = state.EBikes.In, Out = state.EBikes.Out },
        };
    }

    internal static GarageState Count(GarageState state, BikesStanding standing, DeviceId device, EventTime time, Effects effects)
    {
        int? off = state.CountedAt is null ? null
            : standing.Bicycles + standing.EBikes + standing.Unknown - state.Bicycles.Count - state.EBikes.Count - state.Unknown;
        var next = state with
        {
            Bicycles = state.Bicycles with { Inside = standing.Bicycles, Doubt = 0 },
            EBikes = state.EBikes with { Inside = standing.EBikes, Doubt = 0 },
            Unknown = standing.Unknown,
            CountedAt = time.At,
        };
        // A camera says the same each minute.
        var isNews = effects.By is not null || next with { CountedAt = state.CountedAt } != state;
        if (isNews)
            effects.Record(new BikesCounted(device, time, standing.Bicycles, standing.EBikes, standing.Unknown, off, effects.By));
        return next;
    }

    internal static GarageState Count(GarageState state, CountBikes order, Effects effects)
    {
        var standing = new BikesStanding(order.Bicycles, order.EBikes);
        if (standing.Fault is not null)
            return effects.Refuse(
                state, order.Device, "bad_count",
                new($"每种车应为 0 到 {BikesStanding.Most} 辆", $"of each type there are 0 to {BikesStanding.Most}"));
        state = Count(state, standing, order.Device, effects.Time, effects);
        effects.Answer = new("counted", new("已按清点更新", "The count is taken over"), []);
        return state;
    }

    /// <summary>A new day begins with nobody in or out; a passage of the day before is in no day's numbers.</summary>
    internal static GarageState Begin(GarageState state, LocalDate date)
    {
        return string.CompareOrdinal(Written(date), state.Day) <= 0 ? state
            : state with
            {
                Day = Written(date),
                Bicycles = state.Bicycles with { In = 0, Out = 0 },
                EBikes = state.EBikes with { In = 0, Out = 0 },
            };
    }

    /// <summary>The number is no longer told, or is again.</summary>
    internal static GarageState Doubt(GarageState state, DeviceId device, Effects effects)
    {
        var isDoubtful = state.CountedAt is not null && Types.Any(type => state.Of(type).Places > 0 && !state.FreeOf(type).IsTellable);
        if (isDoubtful == state.IsDoubtful)
            return state;
        effects.Record(new BikeCountDoubted(device, effects.Time, isDoubtful));
        return state with { IsDoubtful = isDoubtful };
    }

    internal static GarageState Measure(GarageState state, DeviceId device, Effects effects)
    {
        foreach (var type in Types)
        {
            var (tally, free) = (state.Of(type), state.FreeOf(type));
            if (tally is { Places: > 0, Inside: not null })
                effects.Measure(new(
                    "garage", effects.Now.At, [("garage", device.Name), ("bike", WireName.Of(type))],
                    [("inside", tally.Count), ("free", free.Number), ("unknown", free.NotKnown), ("in", tally.In), ("out", tally.Out)]));
        }
        return state with { MeasuredAt = effects.Now.Uptime };
    }

    private static bool IsOf(GarageState state, LocalDate date) => Written(date) == state.Day;

    private static string Written(LocalDate date) => date.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);

    private static GarageState Add(GarageState state, BikesPassing passing)
    {
        if (passing.Bike is { } type)
            return state.With(type, state.Of(type).Pass(passing.Direction, passing.Count));
        if (passing.Direction == BikeDirection.In)
            return state with { Unknown = state.Unknown + passing.Count };
        // One that was made out when it came leaves unrecognised: of either type.
        var left = Math.Max(0, passing.Count - state.Unknown);
        return state with
        {
            Unknown = Math.Max(0, state.Unknown - passing.Count),
            Bicycles = state.Bicycles with { Doubt = state.Bicycles.Doubt + left },
            EBikes = state.EBikes with { Doubt = state.EBikes.Doubt + left },
        };
    }
}
