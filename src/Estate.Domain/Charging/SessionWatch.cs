using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Charging;

/// <summary>
/// A session's lifecycle, moved by readings of its socket. What ends it was measured over its whole dwell; silence ends nothing
/// (domain facts 2.4, P-E4, P-E5).
/// </summary>
internal static class SessionWatch
{
    /// <summary>Below the limit for this long is reported as floating; a flicker is not.</summary>
    private static readonly Duration FloatConfirmedAfter = Duration.FromMinutes(1);

    internal static ChargeSession Finish(ChargeSession session, StopReason reason, string? by = null) =>
        session.Phase == SessionPhase.Finishing
        ? session
        : session with { Phase = SessionPhase.Finishing, Reason = reason, StoppedBy = by };

    /// <summary>One reading, newer than all before it.</summary>
    internal static ChargeSession OnReading(ChargeSession session, int socket, SocketReading reading, ChargerState board, BoardStep step)
    {
        session = Count(session, step.At, board.Parameters);
        var timers = session.Timers with
        {
            ClosedSince = reading.Closed == false ? null : session.Timers.ClosedSince ?? step.At,
            OpenSince = reading.Closed == true ? null
                : session.Timers.OpenSince ?? (reading.Closed == false ? step.At : null),
            // It defies nothing while the order to end waits for its turn.
            DefiedSince = session.Phase != SessionPhase.Finishing || reading.Closed == false
                || board.Commands.Waiting.Any(command => command.Action == CommandQueue.Stop && command.Socket == socket) ? null
                : reading.Closed == true ? session.Timers.DefiedSince ?? step.At : session.Timers.DefiedSince,
        };
        session = session with { Timers = timers };
        if (session.Phase == SessionPhase.Preparing)
            return Prepare(session, socket, reading, board.Parameters, step);
        var energy = session.Energy.Add(reading, step.At, board.Parameters.MaxPowerW, ChargerSettings.FreshFor(step.Settings.Device));
        session = session with
        {
            Priced = Price(session, energy, step),
            Energy = energy,
            Curve = reading.PowerW is { } watt ? session.Curve.Add(session.Elapsed, watt) : session.Curve,
        };
        return session.IsCharging && reading.Closed != false ? Dwell(session, socket, reading.PowerW, board.Parameters, step) : session;
    }

    /// <summary>
    /// What came since the last value, by the prices between both; after a restart by the price now. So what came before a change is saved
    /// at the change. What was metered before there were periods has the price of all other hours.
    /// </summary>
    private static IReadOnlyList<PricedEnergy>? Price(ChargeSession session, EnergyMeter energy, BoardStep step)
    {
        if (step.Settings.Tariff is not { Periods.Count: > 0 } tariff || energy.Wh <= session.Energy.Wh)
            return session.Priced;
        var (from, now) = (step.Time.At - (step.At - (session.Energy.At ?? step.At)), step.Time.At);
        var parts = tariff.Split(from, now, energy.Wh - session.Energy.Wh).ToList();
        if (parts.Count > 1 || Math.Abs(tariff.EnergyAt(from) - tariff.EnergyAt(now)) > 0)
            step.Effects.Keep(step.Device);
        var before = session.Priced ?? (session.Energy.Wh > 0 ? [new(tariff.EnergyFenPerKwh, session.Energy.Wh)] : null);
        return PricedEnergy.Add(before, parts);
    }

    /// <summary>Only time: what was bought, or may be at most, is over. Needs no reading.</summary>
    internal static ChargeSession Expire(ChargeSession session, BoardParameters limits, BoardStep step)
    {
        if (!session.IsCharging)
            return session;
        if (session.Timers.CountedTo is null)
            session = Resume(session, step.Effects.Now);
        session = Count(session, step.Effects.Now.Uptime, limits);
        return session.Elapsed >= Duration.FromMinutes(limits.MaxMinutes) || session.Left <= Duration.Zero
            ? Finish(session, StopReason.TimeLimitReached)
            : session;
    }

    /// <summary>The gateway was away: how long, only the wall clock knows, if it can be believed.</summary>
    private static ChargeSession Resume(ChargeSession session, ClockReading now)
    {
        var passed = now.Clock >= ClockTrust.Holdover && session.StartedAt is { } started ? now.At - started : session.Elapsed;
        var missed = Duration.Max(Duration.Zero, passed - session.Elapsed);
        return session with
        {
            Elapsed = session.Elapsed + missed,
            Left = session.Left - missed,
            Timers = session.Timers with { CountedTo = now.Uptime }
        };
    }

    /// <summary>Time by the stopwatch, at the power it was last seen to have.</summary>
    private static ChargeSession Count(ChargeSession session, Duration to, BoardParameters limits)
    {
        if (!session.IsCharging || session.Timers.CountedTo is not { } from || to <= from)
            return session;
        var ratio = PaidTime.RatioAt(session.Energy.PowerW ?? 0, limits.Tiers);
        return session with
        {
            Elapsed = session.Elapsed + (to - from),
            Left = PaidTime.Spend(session.Left, to - from, ratio),
            Timers = session.Timers with { CountedTo = to },
        };
    }

    private static ChargeSession Prepare(ChargeSession session, int socket, SocketReading reading, BoardParameters limits, BoardStep step)
    {
        if (reading.Closed == false)
            return session;
        if (reading.PowerW >= limits.StartW)
        {
            step.Effects.Record(
                new SessionStarted(step.Device, step.Time, socket, session.Order.Id, 0, session.Order.Household, session.Order.By));
            return session with
            {
                Phase = SessionPhase.Charging,
                StartedAt = step.Time.At,
                Seq = 0,
                Energy = session.Energy.Add(reading, step.At, limits.MaxPowerW),
                Curve = session.Curve.Add(Duration.Zero, reading.PowerW.Value),
                Timers = session.Timers with
                {
                    CountedTo = step.At,
                    PowerAt = step.At,
                    DrawnAt = step.At,
                    FloatSince = reading.PowerW < limits.FullW ? step.At
                    : null
                },
            };
        }
        return reading.PowerW is not null && step.At - session.Timers.ClosedSince >= Duration.FromSeconds(limits.StartS)
            ? Finish(session, StopReason.NoLoadAtStart)
            : session;
    }

    /// <summary>Full and unplugged: each below its limit for its whole dwell, by readings without a hole between them.</summary>
    private static ChargeSession Dwell(ChargeSession session, int socket, double? watt, BoardParameters limits, BoardStep step)
    {
        var before = session.Timers;
        var isHole = step.At - before.PowerAt > ChargerSettings.FreshFor(step.Settings.Device);
        if (watt is not { } power)
            return isHole ? session with { Timers = before with { FloatSince = null, UnpluggedSince = null } } : session;
        var timers = before with
        {
            PowerAt = step.At,
            DrawnAt = power >= limits.UnplugW ? step.At : before.DrawnAt,
            FloatSince = power >= limits.FullW ? null : isHole ? step.At : before.FloatSince ?? step.At,
            UnpluggedSince = power >= limits.UnplugW ? null : isHole ? step.At : before.UnpluggedSince ?? step.At,
        };
        session = UpdatePhase(session with { Timers = timers }, socket, step);
        return step.At - timers.UnpluggedSince >= Duration.FromSeconds(limits.UnplugS)
            ? Finish(
                session with { ReasonSince = step.Time.At - (step.At - (timers.DrawnAt ?? timers.UnpluggedSince)) }, StopReason.Unplugged)
            : step.At - timers.FloatSince >= Duration.FromSeconds(limits.FloatS)
                ? Finish(session with { ReasonSince = step.Time.At - (step.At - timers.FloatSince) }, StopReason.FullyCharged)
            : session.Energy.Wh >= session.Order.MaxWh ? Finish(session, StopReason.EnergyLimitReached)
            : session;
    }

    private static ChargeSession UpdatePhase(ChargeSession session, int socket, BoardStep step)
    {
        var phase = session.Timers.FloatSince is not { } since ? SessionPhase.Charging
            : step.At - since >= FloatConfirmedAfter ? SessionPhase.SuspendedEv
            : session.Phase;
        if (phase == session.Phase)
            return session;
        var seq = session.Seq + 1;
        step.Effects.Record(new SessionUpdated(step.Device, step.Time, socket, session.Order.Id, seq, phase, session.Energy.Wh));
        return session with { Phase = phase, Seq = seq };
    }
}
