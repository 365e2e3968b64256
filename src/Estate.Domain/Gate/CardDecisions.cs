using Estate.Domain.Credentials;
using Estate.Domain.Devices;
using Estate.Domain.Gate.Schedules;
using NodaTime;

namespace Estate.Domain.Gate;

/// <summary>Cards at the gate: one decision each, with its reason.</summary>
internal sealed class CardDecisions(CardRegistry cards, LockControl control)
{
    /// <summary>A card read, or a button pushed, longer ago than this opens nothing: nobody stands there any more.</summary>
    internal static readonly Duration FreshFor = Duration.FromSeconds(10);

    internal const int MaxUnknownCards = 5;
    private static readonly Duration UnknownWithin = Duration.FromMinutes(1);

    /// <summary>For the eyes and ears of who stands at a reader that hangs on the gateway.</summary>
    private static readonly Duration SignalFor = Duration.FromSeconds(2);
    private const int SwappedFrames = 3;

    internal GateState Present(GateState state, CardPresented presented, GateSettings settings, Occurrence now, Effects effects)
    {
        var holder = cards.Find(presented.Card);
        var code = Decide(state, holder, now.Time, effects.Now);
        var asked = (presented.Card, holder?.NeedsTime == true, now.Time);
        state = state with { Timers = state.Timers with { SwappedFrames = 0, Asked = asked } };
        if (code == AccessEvent.Granted && settings.Permits is { } keeper && !IsOpenToAll(state, effects))
            effects.Request(new AskAdmission(keeper, now.Device, presented.Card, holder!.Household));
        else
            state = Conclude(state, asked, code, settings, now.Device, effects);
        return code == AccessEvent.DeniedUnknownCredential ? CountUnknown(state, now.Device, effects)
            : DoorAlarms.Clear(state, DoorAlarmState.LinesSwapped, now.Device, effects);
    }

    /// <summary>What keeps the permits has answered.</summary>
    internal GateState Admit(GateState state, Admission answer, GateSettings settings, Effects effects) =>
        state.Timers.Asked is { } asked && asked.Card == answer.Card
            ? Conclude(
                state, asked, answer.IsAdmitted ? AccessEvent.Granted : AccessEvent.DeniedNoAccessRights, settings, answer.Device, effects)
            : state;

    /// <summary>A longer pulse under way is not cut short.</summary>
    internal static GateState Open(GateState state, Duration pulse, Duration uptime) => state with
    {
        Timers = state.Timers with
        {
            GrantUntil = state.Timers.GrantUntil is { } running && running > uptime + pulse ? running : uptime + pulse,
            IsEntryAwaited = state.IsOpen != true,
            IsNextWaiting = state.IsOpen == true,
        },
    };

    /// <summary>Not a card. Three frames in a row that would be good if inverted: somebody connected the wires wrongly.</summary>
    internal static GateState Refuse(GateState state, FrameRefused refused, Occurrence now, Effects effects)
    {
        effects.Refuse(now.Device, refused.Reason, $"{refused.Length} bits from the reader are no card");
        if (refused.Reason != Wiegand.LinesSwapped)
            return state with { Timers = state.Timers with { SwappedFrames = 0 } };
        var swapped = Math.Min(state.Timers.SwappedFrames + 1, SwappedFrames);
        state = state with { Timers = state.Timers with { SwappedFrames = swapped } };
        return swapped == SwappedFrames ? DoorAlarms.Raise(state, DoorAlarmState.LinesSwapped, now.Device, effects) : state;
    }

    /// <summary>The pulse ran out and nobody went through.</summary>
    internal static GateState Expire(GateState state, DeviceId device, Effects effects)
    {
        if (state.Timers.GrantUntil is not { } until || effects.Now.Uptime < until)
            return state;
        var isUnused = state.Timers.IsEntryAwaited && state.IsOpen == false;
        state = state with { Timers = state.Timers with { GrantUntil = null } };
        return isUnused ? RecordDecision(state, AccessEvent.NoEntryAfterGranted, null, device, effects.Time, effects) : state;
    }

    private GateState Conclude(
        GateState state, (CardToken Card, bool NeedsTime, EventTime Time) asked, string code, GateSettings settings, DeviceId device,
        Effects effects)
    {
        state = RecordDecision(state with { Timers = state.Timers with { Asked = null } }, code, asked.Card, device, asked.Time, effects);
        effects.Answer = new(code, GateTexts.OfEvent(code), []);
        if (settings.HasSignal)
            effects.Show(device, code == AccessEvent.Granted ? ShownText.Accepted : ShownText.Refused, FreshFor, SignalFor);
        if (code != AccessEvent.Granted || control.AccessAt(state, effects.Now) == GateAccess.Free)
            return state;
        return Open(state, asked.NeedsTime ? settings.ExtendedPulse : settings.Pulse, effects.Now.Uptime);
    }

    /// <summary>Nobody is asked for a permit where no card is needed, and none in a fire.</summary>
    private bool IsOpenToAll(GateState state, Effects effects) => state.IsFireActive || state.IsFireLatched
        || state.Operator is { Value: DoorValue.Unlock } || control.AccessAt(state, effects.Now) == GateAccess.Free;

    private string Decide(GateState state, CardHolder? holder, EventTime time, ClockReading now)
    {
        // By the reader's stopwatch only: its clock may be minutes off, and then an old card would open.
        if (time.Age is not { } age || age + time.Held + Duration.Max(now.At - time.ReceivedAt, Duration.Zero) > FreshFor)
            return AccessEvent.DeniedAuthenticationFactorTimeout;
        if (holder is null)
            return AccessEvent.DeniedUnknownCredential;
        if (holder.IsBlocked)
            return AccessEvent.DeniedCredentialDisabled;
        if (state.IsFireActive || state.IsFireLatched)
            return AccessEvent.Granted;
        if (state.LockDown is not null)
            return AccessEvent.DeniedDenyAll;
        if (state.Operator is { } order)
            return order.Value == DoorValue.Lock ? AccessEvent.DeniedPointNoAccessRights : AccessEvent.Granted;
        return control.AccessAt(state, now) == GateAccess.NobodyIn ? AccessEvent.DeniedOutOfTimeRange : AccessEvent.Granted;
    }

    private static GateState RecordDecision(GateState state, string code, CardToken? card, DeviceId device, EventTime time, Effects effects)
    {
        var number = state.AccessEvents + 1;
        effects.Record(new AccessDecided(device, time, number, code, card));
        return state with { AccessEvents = number };
    }

    private static GateState CountUnknown(GateState state, DeviceId device, Effects effects)
    {
        var uptime = effects.Now.Uptime;
        var recent = state.Timers.UnknownCards.RemoveAll(at => uptime - at > UnknownWithin).Add(uptime);
        var isMany = recent.Length >= MaxUnknownCards;
        state = state with { Timers = state.Timers with { UnknownCards = isMany ? [] : recent } };
        return isMany ? DoorAlarms.Raise(state, DoorAlarmState.RepeatedAttempts, device, effects) : state;
    }
}
