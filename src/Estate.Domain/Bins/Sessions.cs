using System.Collections.Immutable;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Bins;

/// <summary>Taps and the deposits that follow them, in whatever order they arrive.</summary>
internal static class Sessions
{
    /// <summary>Per station; beyond it deposits are left unclaimed, points never doubled.</summary>
    internal const int MaxKept = 1000;

    private const int DoneKept = 5;

    private static readonly Duration KeepUnmatched = Duration.FromDays(1);
    private static readonly Duration LidCommandLasts = Duration.FromSeconds(30);

    internal static StationState Open(StationState state, Tap tap, Occurrence now, Effects effects)
    {
        var session = new TapSession(now.EventId!, now.Time);
        effects.Record(new CardTapped(now.Device, now.Time, session.Id, tap.Card));
        return state with { Sessions = Kept(state.Sessions, now.Time.ReceivedAt).Add(session) };
    }

    /// <summary>
    /// Visits still without waste stay for a day of arrivals, since their waste may come late; of the others a few, for a
    /// second bag. So an outbox of days can arrive in any order without a state that grows.
    /// </summary>
    private static ImmutableArray<TapSession> Kept(ImmutableArray<TapSession> sessions, Instant now)
    {
        var done = sessions.Count(session => session.IsDone);
        var first = sessions.FirstOrDefault();
        if (first is not null && (sessions.Length >= MaxKept || now - first.TappedAt.ReceivedAt > KeepUnmatched))
            return sessions.RemoveAt(0);
        return done > DoneKept ? sessions.Remove(sessions.First(session => session.IsDone)) : sessions;
    }

    internal static StationState Weigh(StationState state, Deposit deposit, Occurrence now, Effects effects)
    {
        var session = state.Sessions.FirstOrDefault(one => one.Id == deposit.Session);
        if (session is { IsAuthorized: true })
        {
            Credit(session, deposit, now.Device, now.Time, effects);
            return session.IsDone ? state : state with { Sessions = state.Sessions.Replace(session, session with { IsDone = true }) };
        }
        var early = state.UnmatchedDeposits;
        if (early.Length == MaxKept)
        {
            Unclaimed(early[0], now.Device, effects);
            early = early.RemoveAt(0);
        }
        return state with { UnmatchedDeposits = early.Add(new(deposit, now.Time)) };
    }

    /// <summary>The card's household is known, or known not to exist: the lid opens or not, and waiting deposits count.</summary>
    internal static StationState Authorize(StationState state, AuthorizeTap settle, Instant now, Effects effects)
    {
        var session = state.Sessions.FirstOrDefault(one => one.Id == settle.Session);
        if (session is null)
            return state;
        var settled = session with { Household = settle.Household, IsAuthorized = true };
        if (settle.ReleaseLid && !state.Burning && !session.TappedAt.IsLate)
            effects.Command(
                new Command(session.Id + "-lid", settle.Device, "release_lid", now, now + LidCommandLasts, [("session", session.Id)]));
        var early = state.UnmatchedDeposits.Where(one => one.Deposit.Session == session.Id).ToList();
        foreach (var waiting in early)
            Credit(settled, waiting.Deposit, settle.Device, waiting.Time, effects);
        settled = settled with { IsDone = early.Count > 0 || !settle.ReleaseLid };
        return state with
        {
            Sessions = state.Sessions.Replace(session, settled),
            UnmatchedDeposits = state.UnmatchedDeposits.RemoveAll(one => one.Deposit.Session == session.Id),
        };
    }

    internal static StationState Expire(StationState state, DeviceId device, Instant now, Effects effects)
    {
        if (state.UnmatchedDeposits.IsEmpty || now - state.UnmatchedDeposits[0].Time.ReceivedAt <= KeepUnmatched)
            return state;
        Unclaimed(state.UnmatchedDeposits[0], device, effects);
        return state with { UnmatchedDeposits = state.UnmatchedDeposits.RemoveAt(0) };
    }

    private static void Credit(TapSession session, Deposit deposit, DeviceId device, EventTime at, Effects effects)
    {
        var after = at.At - session.TappedAt.At;
        // Both clocks may be a little off; a deposit a minute before its tap is the same visit.
        var belongs = !session.TappedAt.IsTimeKnown || !at.IsTimeKnown
            || (after >= -Duration.FromMinutes(1) && after <= StationSettings.SessionLasts);
        if (belongs)
            effects.Record(
                new Deposited(
                    device, at, session.Id, session.TappedAt, session.Household, deposit.Category, deposit.Grams, !session.IsDone));
        else
            Unclaimed(new(deposit, at), device, effects);
    }

    private static void Unclaimed(UnmatchedDeposit one, DeviceId device, Effects effects) =>
        effects.Record(new DepositUnclaimed(device, one.Time, one.Deposit.Session, one.Deposit.Category, one.Deposit.Grams));
}

/// <summary>Asks a station to go on with a tap: whose it is (null: nobody's), and whether the lid may open.</summary>
internal sealed record AuthorizeTap(DeviceId Device, string Session, string? Household, bool ReleaseLid) : IDeviceRequest;
