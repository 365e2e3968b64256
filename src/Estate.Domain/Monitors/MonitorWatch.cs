using Estate.Domain.Devices;

namespace Estate.Domain.Monitors;

/// <summary>What changed at a sensor, and what only time brings: a door that stays open, a bicycle that is not seen again.</summary>
internal static class MonitorWatch
{
    internal static (MonitorSign Sign, bool? Value)[] Signs(MonitorState state) =>
    [
        (MonitorSign.Open, state.Open), (MonitorSign.HeldOpen, state.HeldOpen), (MonitorSign.Leak, state.Leak),
        (MonitorSign.Smoke, state.Smoke), (MonitorSign.Tampered, state.Tampered), (MonitorSign.Tilted, state.Tilted),
        (MonitorSign.EBike, state.EBike), (MonitorSign.BikeBattery, state.BikeBattery),
    ];

    internal static MonitorState OnReading(MonitorState state, MonitorReading reading, Occurrence occurrence, Effects effects)
    {
        if (reading.Pressed is { } how)
            effects.Record(new ButtonPressed(occurrence.Device, occurrence.Time, how));
        if (reading.IsTest)
        {
            effects.Record(new SelfTested(occurrence.Device, occurrence.Time));
            reading = reading with { Smoke = null, Leak = null };
        }
        var next = Merge(state, reading) with { At = occurrence.Time.At };
        RecordChanges(state, next, occurrence.Device, occurrence.Time, reading.Picture, effects);
        var isBikeSeen = reading.EBike == true || reading.BikeBattery == true;
        return isBikeSeen ? next with { Timers = next.Timers with { BikeSeen = effects.Now.Uptime } } : next;
    }

    /// <summary>Most have nothing that time would change.</summary>
    internal static MonitorState Tick(MonitorState state, MonitorSettings settings, DeviceId device, Effects effects)
    {
        var next = state;
        if (state.Open == true || state.HeldOpen == true)
            next = HoldOpen(next, settings, effects);
        if (state.EBike == true || state.BikeBattery == true)
            next = ForgetBike(next, settings, effects);
        if (!ReferenceEquals(next, state))
            RecordChanges(state, next, device, effects.Time, null, effects);
        return next;
    }

    private static MonitorState Merge(MonitorState state, MonitorReading reading) => state with
    {
        Open = reading.Open ?? state.Open,
        // It counts from its next opening.
        HeldOpen = reading.Open == false && state.HeldOpen is not null ? false : state.HeldOpen,
        Timers = reading.Open == false && state.Timers.OpenSince is not null ? state.Timers with { OpenSince = null } : state.Timers,
        Leak = reading.Leak ?? state.Leak,
        Smoke = reading.Smoke ?? state.Smoke,
        Tampered = reading.Tampered ?? state.Tampered,
        Tilted = reading.Tilted ?? state.Tilted,
        EBike = reading.EBike ?? state.EBike,
        BikeBattery = reading.BikeBattery ?? state.BikeBattery,
        TemperatureC = reading.TemperatureC ?? state.TemperatureC,
        HumidityPct = reading.HumidityPct ?? state.HumidityPct,
        BatteryPct = reading.BatteryPct ?? state.BatteryPct,
        In = reading.In ?? state.In,
        Out = reading.Out ?? state.Out,
    };

    /// <summary>At first everything is as it is, and only what is wrong is news.</summary>
    private static void RecordChanges(
        MonitorState before, MonitorState after, DeviceId device, EventTime time, string? picture, Effects effects)
    {
        foreach (var ((sign, was), (_, now)) in Signs(before).Zip(Signs(after)))
            if (now is { } isActive && isActive != was && (was is not null || isActive))
                effects.Record(new SignChanged(device, time, sign, isActive)
                {
                    Picture = isActive && sign is MonitorSign.EBike or MonitorSign.BikeBattery ? picture : null,
                });
    }

    private static MonitorState HoldOpen(MonitorState state, MonitorSettings settings, Effects effects)
    {
        var (uptime, since) = (effects.Now.Uptime, state.Timers.OpenSince);
        if (settings.OpenTooLong is not { } limit)
            // It was asked for before the last start.
            return state.HeldOpen == true ? state with { HeldOpen = false } : state;
        if (state.Open != true || state.HeldOpen == true)
            return state;
        return since is null ? state with { Timers = state.Timers with { OpenSince = uptime } }
            : uptime - since >= limit ? state with { HeldOpen = true } : state;
    }

    private static MonitorState ForgetBike(MonitorState state, MonitorSettings settings, Effects effects)
    {
        var (uptime, seen) = (effects.Now.Uptime, state.Timers.BikeSeen);
        return seen is null ? state with { Timers = state.Timers with { BikeSeen = uptime } }
            : uptime - seen < settings.BikeGone ? state
            : state with
            {
                EBike = state.EBike is null ? null : false,
                BikeBattery = state.BikeBattery is null ? null : false,
                Timers = state.Timers with { BikeSeen = null },
            };
    }
}
