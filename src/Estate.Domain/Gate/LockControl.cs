using System.Globalization;
using Estate.Domain.Devices;
using Estate.Domain.Gate.Schedules;
using NodaTime;

namespace Estate.Domain.Gate;

/// <summary>What the lock shall do now: the highest authority that has an opinion decides.</summary>
internal sealed class LockControl(DateTimeZone zone)
{
    internal const string Terminal = "lock";
    internal const string Action = "door_value";

    /// <summary>After a pulse ran out unused, a gate that opens within this is no break-in: a hand was on it.</summary>
    private static readonly Duration Shunt = Duration.FromSeconds(3);

    private static readonly Duration Repeat = Duration.FromMinutes(1);
    private static readonly Duration OrderLasts = Duration.FromSeconds(30);

    /// <summary>Who may come in: the schedule's word, but never free access by a clock that cannot be believed.</summary>
    internal GateAccess AccessAt(GateState state, ClockReading now)
    {
        if (now.Clock == ClockTrust.Unknown)
            return GateAccess.CardRequired;
        var version = state.Versions.At(now.At);
        return version.Means(version.At(now.At, zone));
    }

    /// <summary>Decides, and commands the lock where it must change. Every step of a gate ends here.</summary>
    internal GateState Decide(GateState state, GateSettings settings, DeviceId device, Effects effects)
    {
        var (now, timers) = (effects.Now, state.Timers);
        var access = AccessAt(state, now);
        var (locked, authority, until) = Wanted(state, access, now.Uptime);
        var command = (locked, until);
        if (timers.LastCommand == command && now.Uptime - timers.LastCommandAt < Repeat)
            return state with { IsLocked = locked, Authority = authority, Access = access };
        if (timers.LastCommand?.IsLocked != locked)
            effects.Record(new LockCommanded(device, effects.Time, locked, authority, state.Versions.At(now.At).Version));
        if (timers.LastCommand is { IsLocked: false } && locked && state.IsOpen != true && timers.IsEntryAwaited)
            timers = timers with { ShuntUntil = now.Uptime + Shunt };
        if (until is { } end)
            effects.RequestTimer(device, end);
        // A button held down is a pulse that is renewed: it ends even if the gateway does.
        var pulse = until - now.Uptime ?? (authority == DoorAuthority.Exit ? Repeat + settings.Exit : null);
        effects.Actuate(device, Terminal, locked == settings.IsFailSafe, settings.IsProfiled
            ? ProfiledGate.Order(device, locked, pulse ?? Repeat + OrderLasts, now.At) : Order(device, locked, pulse, now.At));
        return state with
        {
            IsLocked = locked,
            Authority = authority,
            Access = access,
            Timers = timers with { LastCommand = command, LastCommandAt = now.Uptime },
        };
    }

    private static (bool IsLocked, DoorAuthority Authority, Duration? Until) Wanted(GateState state, GateAccess access, Duration uptime)
    {
        var timers = state.Timers;
        if (state.IsFireActive || state.IsFireLatched)
            return (false, DoorAuthority.Fire, null);
        if (state.IsExitPressed || state.HasLostSafetyInput)
            return (false, DoorAuthority.Exit, null);
        if (uptime < timers.ExitUntil)
            return (false, DoorAuthority.Exit, timers.ExitUntil);
        if (state.LockDown is not null)
            return (true, DoorAuthority.LockDown, null);
        if (state.Operator is { } order)
            return (order.Value == DoorValue.Lock, DoorAuthority.Operator, null);
        if (access == GateAccess.Free)
            return (false, DoorAuthority.Schedule, null);
        return uptime < timers.GrantUntil ? (false, DoorAuthority.Grant, timers.GrantUntil) : (true, DoorAuthority.Schedule, null);
    }

    /// <summary>For a controller on the wire: a pulse carries its length, so that it ends even if the next order is lost.</summary>
    private static Command Order(DeviceId device, bool locked, Duration? pulse, Instant at)
    {
        var value = locked ? "lock" : pulse is null ? "unlock" : "pulse_unlock";
        var id = string.Create(CultureInfo.InvariantCulture, $"{device.Name}-{at.ToUnixTimeMilliseconds()}-{value}");
        return pulse is { } length
            ? new(id, device, Action, at, at + OrderLasts,
                [("value", value), ("seconds", Math.Ceiling(length.TotalSeconds).ToString(CultureInfo.InvariantCulture))])
            : new(id, device, Action, at, at + OrderLasts, [("value", value)]);
    }
}
