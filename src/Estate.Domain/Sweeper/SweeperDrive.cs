using System.Globalization;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Sweeper;

/// <summary>
/// Whether it may move, decided anew at every look: an order to stop stands until a person takes it back, a paused zone for its time, and
/// where nobody knows in which zone it is, it is in the paused one. A restart, a lost order or a sweeper that starts by itself changes
/// nothing.
/// </summary>
internal static class SweeperDrive
{
    internal const string Terminal = "drive";

    private static readonly Duration Again = Duration.FromSeconds(5), Patience = Duration.FromSeconds(15);
    private static readonly Duration Refresh = Duration.FromMinutes(1);
    private static readonly Duration OrderLasts = Duration.FromSeconds(30);

    internal static bool MustStand(SweeperState state) =>
        state.Stop is not null || (state.Paused.Count > 0 && (state.Zone is not { } zone || state.Paused.ContainsKey(zone)));

    internal static SweeperState Decide(SweeperState state, DeviceId device, Effects effects)
    {
        state = SendZones(state, device, effects);
        if (MustStand(state))
            return Hold(state, device, effects);
        state = Obeys(state, device, effects);
        if (!state.IsHeld)
            return state;
        // A report that was on its way may be from before it stood.
        var goes = state.Timers.GoAt is not null && IsDue(state.Timers.GoAt, Again, effects) && state.Activity != SweeperActivity.Stopped;
        return goes ? state with { IsHeld = false, Timers = state.Timers with { GoAt = null } }
            : IsDue(state.Timers.GoAt, Refresh, effects) ? Go(state, device, effects) : state;
    }

    /// <summary>At once, before anything is written; again until it stands.</summary>
    private static SweeperState Hold(SweeperState state, DeviceId device, Effects effects)
    {
        var (uptime, timers) = (effects.Now.Uptime, state.Timers);
        var isNew = !state.IsHeld || timers.GoAt is not null;
        if (isNew || IsDue(timers.OrderedAt, state.IsMoving ? Again : Refresh, effects))
        {
            effects.Actuate(device, Terminal, false, Order(device, "stop", effects.Now.At));
            timers = timers with { OrderedAt = uptime, GoAt = null };
        }
        timers = timers with { DisobeysSince = state.IsMoving ? timers.DisobeysSince ?? uptime : null };
        var isDisobeying = state.IsMoving && (state.IsDisobeying || uptime - timers.DisobeysSince >= Patience);
        if (isDisobeying != state.IsDisobeying)
            effects.Record(new SweeperDisobeyed(device, effects.Time, isDisobeying));
        return state with { IsHeld = true, IsDisobeying = isDisobeying, Timers = timers };
    }

    private static SweeperState Go(SweeperState state, DeviceId device, Effects effects)
    {
        effects.Command(Order(device, "go", effects.Now.At));
        return state with { Timers = state.Timers with { GoAt = effects.Now.Uptime } };
    }

    /// <summary>Nobody keeps it any more: moving is no disobedience.</summary>
    private static SweeperState Obeys(SweeperState state, DeviceId device, Effects effects)
    {
        if (state.IsDisobeying)
            effects.Record(new SweeperDisobeyed(device, effects.Time, false));
        return state.IsDisobeying || state.Timers.DisobeysSince is not null
            ? state with { IsDisobeying = false, Timers = state.Timers with { DisobeysSince = null } } : state;
    }

    /// <summary>So that it plans its way around them; the order to stand does not rely on it.</summary>
    private static SweeperState SendZones(SweeperState state, DeviceId device, Effects effects)
    {
        if (state.Paused.Count == 0 ? state.Timers.ZonesSentAt is null : !IsDue(state.Timers.ZonesSentAt, Refresh, effects))
            return state;
        effects.Command(Order(device, "keep_out", effects.Now.At, ("zones", string.Join(",", state.Paused.Keys))));
        return state with { Timers = state.Timers with { ZonesSentAt = state.Paused.Count == 0 ? null : effects.Now.Uptime } };
    }

    private static bool IsDue(Duration? last, Duration every, Effects effects) => !(effects.Now.Uptime - last < every);

    private static Command Order(DeviceId device, string action, Instant at, params (string, string)[] arguments) => new(
        string.Create(CultureInfo.InvariantCulture, $"{device.Name}-{at.ToUnixTimeMilliseconds()}-{action}"), device, action, at,
        at + OrderLasts, [.. arguments]);
}
