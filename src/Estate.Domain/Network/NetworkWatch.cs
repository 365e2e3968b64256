using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Network;

/// <summary>What changed at a box.</summary>
internal static class NetworkWatch
{
    /// <summary>SNMP's sysUpTime counts hundredths in 32 bits: after 497 days it begins anew (RFC 3418).</summary>
    private const double UptimeWrapsAt = 42_949_672.96;

    /// <summary>Clocks of boxes differ from ours, and what a box says may be on its way.</summary>
    private const double SlackS = 600;

    internal static NetworkState OnReading(
        NetworkState state, NetworkReading reading, NetworkSettings settings, Occurrence occurrence, Effects effects)
    {
        var next = reading.Probe is { } probe ? Probed(state, probe, settings, occurrence)
            : state with { LossPct = (float?)reading.LossPct };
        if (reading.Probe == ProbeProblem.NoAnswer)
            return WatchLoss(state, next, settings, occurrence, effects);
        next = Merge(next, reading, occurrence.Time.At) with { HeardAt = reading.UptimeS is null ? state.HeardAt : effects.Now.Uptime };
        if (HasRestarted(state, reading.UptimeS, occurrence.Time.At, effects.Now.Uptime))
        {
            effects.Record(new NetworkRestarted(occurrence.Device, occurrence.Time, reading.UptimeS!.Value));
            next = next with { RestartedAt = occurrence.Time.At - Duration.FromSeconds(reading.UptimeS.Value) };
        }
        // At first only what is wrong is news.
        if (next.UplinkUp is { } isUp && isUp != state.UplinkUp && (state.UplinkUp is not null || !isUp))
            effects.Record(new UplinkChanged(occurrence.Device, occurrence.Time, isUp));
        return WatchLoss(state, next, settings, occurrence, effects);
    }

    /// <summary>What was lost while it could not be reached is no loss of an uplink that works: it is counted anew.</summary>
    private static NetworkState Probed(NetworkState state, ProbeProblem probe, NetworkSettings settings, Occurrence occurrence)
    {
        var probes = state.Probes.With(probe != ProbeProblem.NoAnswer);
        var isReachable = probes.IsReachable(state.IsReachable, settings);
        var isBack = state.IsReachable == false && isReachable == true;
        return state with
        {
            Probes = isBack ? default : probes,
            IsReachable = isReachable,
            ReachSince = isReachable == state.IsReachable ? state.ReachSince : occurrence.Time.At,
            Probe = probe,
            LossPct = isBack ? null : (float?)probes.LossPct,
        };
    }

    private static NetworkState Merge(NetworkState state, NetworkReading reading, Instant at) => state with
    {
        UptimeS = reading.UptimeS ?? state.UptimeS,
        Clients = (int?)reading.Clients,
        RoundTripMs = (float?)reading.RoundTripMs,
        InMbit = (float?)reading.InMbit,
        OutMbit = (float?)reading.OutMbit,
        UplinkUp = reading.UplinkUp ?? state.UplinkUp,
        At = at,
    };

    /// <summary>It runs for less than before, or for much less than it would if it had gone on.</summary>
    private static bool HasRestarted(NetworkState state, double? uptimeS, Instant at, Duration heardAt)
    {
        if (uptimeS is not { } now || state is not { UptimeS: { } before, At: { } then })
            return false;
        if (now >= before)
            return now > before && state.HeardAt is { } heard && before + (heardAt - heard).TotalSeconds - now > SlackS;
        var expected = before + (at - then).TotalSeconds;
        return !(expected >= UptimeWrapsAt - SlackS && Math.Abs(expected - UptimeWrapsAt - now) <= SlackS);
    }

    /// <summary>Of a box that cannot be reached all is lost, which is another alert.</summary>
    private static NetworkState WatchLoss(
        NetworkState before, NetworkState state, NetworkSettings settings, Occurrence occurrence, Effects effects)
    {
        var isLossy = state.IsReachable != false
            && (state.LossPct is { } loss ? loss >= (before.IsLossy ? settings.LossPct / 2 : settings.LossPct) : before.IsLossy);
        if (isLossy == before.IsLossy)
            return state;
        effects.Record(new NetworkLossChanged(occurrence.Device, occurrence.Time, state.LossPct ?? 0, isLossy));
        return state with { IsLossy = isLossy };
    }
}
