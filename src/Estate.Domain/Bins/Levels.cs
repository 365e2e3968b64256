using Estate.Domain.Devices;

namespace Estate.Domain.Bins;

/// <summary>Fill levels of compartments, and the emptyings they show.</summary>
internal static class Levels
{
    internal static StationState Read(StationState state, FillReading reading, StationSettings settings, Occurrence now, Effects effects)
    {
        if (state.Compartments.FirstOrDefault(one => one.Category == reading.Category) is not { } before)
            return Unknown(state, reading.Category, now, effects);
        if (before.FillAt is { } newest && now.Time.At < newest)
            return state;
        if (reading.Fill is not { } fill)
        {
            if (!before.IsUnreadable)
                effects.Record(new LevelUnreadable(now.Device, now.Time, reading.Category));
            return state.With(before with { Fill = null, FillAt = now.Time.At, IsUnreadable = true });
        }
        var after = before with { Fill = fill, FillAt = now.Time.At, IsUnreadable = false };
        // A hair of tolerance: 0.34 - 0.04 is less than 0.30 in binary.
        if (before.Fill is { } was && was - fill >= settings.EmptiedDrop - 1e-9)
            after = Emptied(after, was, fill, isReported: false, now, effects);
        return state.With(Fullness(after, fill, settings, now, effects));
    }

    internal static StationState Report(StationState state, EmptiedReport report, StationSettings settings, Occurrence now, Effects effects)
    {
        if (state.Compartments.FirstOrDefault(one => one.Category == report.Category) is not { } before)
            return Unknown(state, report.Category, now, effects);
        var after = Emptied(before, report.Before ?? before.Fill, report.After, isReported: true, now, effects);
        if (report.After is { } level && !(before.FillAt > now.Time.At))
            after = Fullness(after with { Fill = level, FillAt = now.Time.At }, level, settings, now, effects);
        return state.With(after);
    }

    private static Compartment Emptied(Compartment one, double? was, double? fill, bool isReported, Occurrence now, Effects effects)
    {
        var at = now.Time.At;
        if (one.EmptiedAt is { } last && at - last < StationSettings.SameEmptying && last - at < StationSettings.SameEmptying)
            return one;
        effects.Record(new CompartmentEmptied(now.Device, now.Time, one.Category, was, fill, isReported));
        return one with { EmptiedAt = at };
    }

    private static Compartment Fullness(Compartment one, double fill, StationSettings settings, Occurrence now, Effects effects)
    {
        if (!one.IsFull && fill >= settings.FullAt)
        {
            effects.Record(new CompartmentFilledUp(now.Device, now.Time, one.Category, fill));
            return one with { IsFull = true };
        }
        if (one.IsFull && fill < settings.RoomBelow)
        {
            effects.Record(new CompartmentHasRoom(now.Device, now.Time, one.Category, fill));
            return one with { IsFull = false };
        }
        return one;
    }

    internal static StationState Unknown(StationState state, WasteCategory category, Occurrence now, Effects effects)
    {
        effects.Refuse(now.Device, RejectReason.UnknownCompartment, $"{now.Device} has no {WasteCategories.WordOf(category)} compartment");
        return state;
    }
}
