using System.Collections.Immutable;
using System.Globalization;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Charging;

/// <summary>
/// The protections. They act automatically, before anything is written, with every rule, page and network gone; a person can
/// only reset what latched, and only when it is over.
/// </summary>
internal static class Interlocks
{
    private const string Terminal = "sockets";
    private const string Action = "cut";
    private const double InstantTripFactor = 1.1;
    private const double TemperatureHysteresisC = 10;
    private const double OverVoltage = 264;
    private const double UnderVoltage = 176;
    private const double VoltageBand = 10;
    private static readonly Duration OrderLasts = Duration.FromSeconds(30);

    /// <summary>A reading of one socket against every limit.</summary>
    internal static ChargerState Check(ChargerState state, SocketReading reading, BoardStep step)
    {
        var (limits, number) = (state.Parameters, reading.Socket);
        foreach (var kind in reading.Tripped)
            state = Trip(state, new(kind, number), null, null, step);
        state = Temperature(state, reading, step);
        if (reading.ResidualMa is { } residual)
            state = Evaluate(
                state, new(ProtectionKind.Leakage, number), residual, residual > limits.ResidualMa,
                residual <= limits.ResidualMa && !reading.Says(ProtectionKind.Leakage), limits.ResidualMa, step);
        if (reading.VoltageV is { } volt and > 0)
        {
            state = Evaluate(
                state, new(ProtectionKind.OverVoltage, number), volt, volt >= OverVoltage,
                volt < OverVoltage - VoltageBand && !reading.Says(ProtectionKind.OverVoltage), OverVoltage, step);
            state = Evaluate(
                state, new(ProtectionKind.UnderVoltage, number), volt, volt < UnderVoltage,
                volt >= UnderVoltage + VoltageBand && !reading.Says(ProtectionKind.UnderVoltage), UnderVoltage, step);
        }
        return Load(state, reading, step);
    }

    internal static ChargerState Temperature(ChargerState state, SocketReading reading, BoardStep step)
    {
        const double noGuard = 255;
        var limit = state.Parameters.MaxTempC;
        return reading.TempC is { } hot && limit < noGuard
            ? Evaluate(
                state, new(ProtectionKind.OverTemperature, reading.Socket), hot, hot >= limit,
                hot < limit - TemperatureHysteresisC && !reading.Says(ProtectionKind.OverTemperature), limit, step)
            : state;
    }

    /// <summary>It is there, or over; between the two limits it stays as it was.</summary>
    internal static ChargerState Evaluate(
        ChargerState state, Cause cause, double? value, bool isThere, bool isOver, double? limit, BoardStep step) =>
        isThere ? Trip(state, cause, value, limit, step) : isOver ? Clear(state, cause, value, step) : state;

    internal static ChargerState Trip(ChargerState state, Cause cause, double? value, double? limit, BoardStep step)
    {
        var known = state.TripOf(cause.Kind, cause.Socket);
        if (known is { IsActive: true, IsHistorical: false } || (known is not null && step.Time.IsLate))
            return state;
        var trip = new Trip(cause.Kind, cause.Socket, step.Time.At, true, step.Time.IsLate);
        state = state with { Trips = known is null ? state.Trips.Add(trip) : state.Trips.Replace(known, trip) };
        var protection = Protection.Of(cause.Kind);
        ImmutableArray<int> cut = [];
        if (protection.Cuts && !step.Time.IsLate)
        {
            cut = [.. Affected(state, cause.Socket).Where(socket => socket.Session is not null || socket.Last?.Closed != false)
                .Select(socket => socket.Number)];
            state = Cut(state, cause.Socket, protection.Reason, step);
        }
        step.Effects.Record(
            new ProtectionChanged(step.Device, step.Time, cause.Kind, cause.Socket, true) { Value = value, Limit = limit, Cut = cut });
        return state;
    }

    internal static ChargerState Clear(ChargerState state, Cause cause, double? value, BoardStep step)
    {
        // Late is no matter, earlier than the trip is: "over" is not said twice.
        if (state.TripOf(cause.Kind, cause.Socket) is not { IsActive: true } known || step.Time.At < known.Since)
            return state;
        step.Effects.Record(new ProtectionChanged(step.Device, step.Effects.Time, cause.Kind, cause.Socket, false) { Value = value });
        return state with
        {
            Trips = Protection.Of(cause.Kind).IsLatched ? state.Trips.Replace(known, known with { IsActive = false })
            : state.Trips.Remove(known)
        };
    }

    /// <summary>A person says it is in order; refused while it is still there, and while nobody can see whether it is.</summary>
    internal static ChargerState Reset(ChargerState state, ResetLatch order, BoardStep step)
    {
        var effects = step.Effects;
        var trip = ChargingTexts.SocketOf(order.Component) is { } socket
            ? state.Trips.FirstOrDefault(one => WireName.Of(one.Kind) == order.Type && one.Socket == socket) : null;
        if (trip is null)
            return effects.Refuse(state, step.Device, "not_latched", new("没有需要复位的报警", "there is nothing to reset"));
        if (trip.IsActive && !trip.IsHistorical && CanClear(trip.Kind))
            return effects.Refuse(state, step.Device, "still_active", new("情况还在，不能复位", "it is still so; it cannot be reset yet"));
        if (!Affected(state, trip.Socket).All(one => state.IsFresh(one, effects.Now.Uptime)))
            return effects.Refuse(
                state, step.Device, "offline", new("充电桩没有上报，无法确认安全", "the charger does not speak: nobody can see that it is safe"));
        if (string.IsNullOrWhiteSpace(order.Reason) || effects.By is not { } by)
            return effects.Refuse(state, step.Device, "reason_needed", new("请写明检查结果", "say what was found"));
        if (Affected(state, trip.Socket).Any(one => one.Last?.Closed == true))
            return effects.Refuse(state, step.Device, "still_on", new("插座仍有电，不能复位", "a socket is still on; it cannot be reset yet"));
        effects.Record(
            new ProtectionChanged(step.Device, effects.Time, trip.Kind, trip.Socket, false) { ResetBy = by, Reason = order.Reason.Trim() });
        effects.Answer = new("reset", new("已复位", "Reset"), []);
        return state with { Trips = state.Trips.Remove(trip) };
    }

    /// <summary>At once; sessions there end as soon as the relay is seen open.</summary>
    internal static ChargerState Cut(ChargerState state, int socket, StopReason reason, BoardStep step)
    {
        var now = step.Effects.Now;
        var which = socket == 0 ? "all" : socket.ToString(CultureInfo.InvariantCulture);
        var id = string.Create(CultureInfo.InvariantCulture, $"{step.Device.Name}-{now.At.ToUnixTimeMilliseconds()}-cut-{which}");
        var until = now.At + OrderLasts + step.Settings.OrderDelay;
        step.Effects.Actuate(step.Device, Terminal, false, new(id, step.Device, Action, now.At, until, [("socket", which)]));
        state = state with
        {
            Commands = state.Commands.Drop(command =>
                command.Action == CommandQueue.Start && (socket == 0 || command.Socket == socket))
        };
        foreach (var one in Affected(state, socket))
            state = state.With(one with
            {
                CutAt = now.Uptime,
                Session = one.Session is { } session ? SessionWatch.Finish(session, reason) : null,
            });
        return state;
    }

    /// <summary>Boards that report these themselves also say when they are over; the relay's own word is what is seen of it.</summary>
    private static bool CanClear(ProtectionKind kind) =>
        kind is not (ProtectionKind.ShortCircuit or ProtectionKind.RelayWelded or ProtectionKind.MeterFault);

    private static ImmutableArray<SocketState> Affected(ChargerState state, int socket) =>
        socket == 0 ? state.Sockets : state.SocketAt(socket) is { } one ? [one] : [];

    private static ChargerState Load(ChargerState state, SocketReading reading, BoardStep step)
    {
        var (limits, socket) = (state.Parameters, state.SocketAt(reading.Socket)!);
        var kind = reading.PowerW is null ? ProtectionKind.OverCurrent : ProtectionKind.OverPower;
        if ((reading.PowerW ?? (reading.CurrentA * reading.VoltageV)) is not { } watt)
            return state;
        var over = watt > limits.MaxPowerW ? socket.OverSince ?? step.At : (Duration?)null;
        if (over != socket.OverSince)
            state = state.With(socket with { OverSince = over });
        // Whatever showed it, power or current: the other cannot say that it is over.
        if (over is null)
        {
            if (!reading.Says(ProtectionKind.OverPower))
                state = Clear(state, new(ProtectionKind.OverPower, reading.Socket), watt, step);
            return reading.Says(ProtectionKind.OverCurrent) ? state
                : Clear(state, new(ProtectionKind.OverCurrent, reading.Socket), reading.CurrentA, step);
        }
        if (watt < limits.MaxPowerW * InstantTripFactor && step.At - over < Duration.FromSeconds(limits.OverS))
            return state;
        return kind == ProtectionKind.OverPower
            ? Trip(state, new(kind, reading.Socket), watt, limits.MaxPowerW, step)
            : Trip(state, new(kind, reading.Socket), reading.CurrentA, limits.MaxPowerW / reading.VoltageV, step);
    }
}

/// <summary>Which protection, and where: socket 0 is the board.</summary>
internal readonly record struct Cause(ProtectionKind Kind, int Socket);
