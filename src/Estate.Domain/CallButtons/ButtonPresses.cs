using System.Collections.Immutable;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.CallButtons;

/// <summary>What a press means: whose it is, whether it is help, and whether the button can still be believed.</summary>
internal static class ButtonPresses
{
    /// <summary>More in a minute than anybody presses; or held down for longer than anybody does.</summary>
    private const int MaxPresses = 20;
    private static readonly Duration PressesWithin = Duration.FromMinutes(1), LongestDown = Duration.FromMinutes(2);

    /// <summary>So long a button that was stuck must be quiet before it is believed again.</summary>
    private static readonly Duration QuietFor = Duration.FromMinutes(10);

    internal static CallButtonState Take(
        CallButtonState state, ButtonPress press, CallButtonSettings settings, CardRegistry cards, Occurrence now, Effects effects)
    {
        state = Count(state, now.Device, effects);
        if (state.IsStuck && state.Help is null)
            return effects.Refuse(
                state, now.Device, "button_stuck", new("按钮卡住了，请联系物业", "This button is stuck, please ask the property office"));
        var holder = press.Card is { } card ? cards.Find(card) : null;
        // Whoever needs help gets it, with whatever card.
        var household = holder is { IsBlocked: false } ? holder.Household
            : settings.IsInFlat && state.Family is [var own] ? own.Household : null;
        if (press.IsHelp)
            return HelpCalls.Call(state, household, now, effects);
        if (press.Button == CallWord.Cancel)
            return TaxiCalls.Cancel(state, now.Device, effects);
        if (!settings.HasTaxi)
            return effects.Refuse(state, now.Device, "no_taxi", new("这里不能叫车；长按是求助", "No taxi here; hold the button for help"));
        if (press.Card is not null && holder is null)
            return effects.Refuse(
                state, now.Device, "unknown_card", new("这张卡没有登记，请联系物业", "This card is not registered, please ask the property office"));
        if (holder is { IsBlocked: true })
            return effects.Refuse(
                state, now.Device, "blocked_card", new("这张卡已挂失，请联系物业", "This card is blocked, please ask the property office"));
        if (settings.NeedsCard && press.Card is null)
            return effects.Refuse(state, now.Device, "card_needed", new("请先刷卡，再按叫车", "Hold your card first, then press taxi"));
        return TaxiCalls.Call(state, household, now, effects);
    }

    internal static CallButtonState Take(CallButtonState state, ButtonHeartbeat beat, Occurrence now, Effects effects)
    {
        var fields = ImmutableArray.CreateBuilder<(string, FieldValue)>(3);
        if (beat.BatteryPct is { } battery)
            fields.Add(("battery_pct", battery));
        fields.Add(("help", state.Help is null ? 0.0 : 1.0));
        fields.Add(("taxi", state.Taxi is null ? 0.0 : 1.0));
        effects.Measure(new("call_button", now.Time.At, [("button", now.Device.Name)], fields.ToImmutable()));
        if (now.Time.IsLate || now.Time.At < state.At)
        {
            effects.Refuse(now.Device, RejectReason.Overtaken, "it was so before what was heard already; only its figures are kept");
            return state;
        }
        var (timers, uptime) = (state.Timers, effects.Now.Uptime);
        state = state with
        {
            BatteryPct = beat.BatteryPct ?? state.BatteryPct,
            At = now.Time.At,
            Timers = timers with
            {
                DownSince = beat.Down ? timers.DownSince ?? uptime : null,
                QuietSince = beat.Down ? null : timers.QuietSince ?? uptime,
            },
        };
        return uptime - state.Timers.DownSince >= LongestDown ? Mark(state, isStuck: true, now.Device, effects) : state;
    }

    internal static CallButtonState Tick(CallButtonState state, DeviceId device, Effects effects)
    {
        if (!state.IsStuck)
            return state;
        // After a restart the quiet begins anew.
        if (state.Timers is { QuietSince: null, DownSince: null })
            return state with { Timers = state.Timers with { QuietSince = effects.Now.Uptime } };
        return effects.Now.Uptime - state.Timers.QuietSince >= QuietFor ? Mark(state, isStuck: false, device, effects) : state;
    }

    private static CallButtonState Count(CallButtonState state, DeviceId device, Effects effects)
    {
        var uptime = effects.Now.Uptime;
        var presses = state.Timers.Presses.RemoveAll(at => uptime - at >= PressesWithin);
        // More of them say nothing more.
        presses = (presses.Length > MaxPresses ? presses.RemoveAt(0) : presses).Add(uptime);
        state = state with { Timers = state.Timers with { Presses = presses, QuietSince = uptime } };
        return presses.Length > MaxPresses ? Mark(state, isStuck: true, device, effects) : state;
    }

    private static CallButtonState Mark(CallButtonState state, bool isStuck, DeviceId device, Effects effects)
    {
        if (state.IsStuck == isStuck)
            return state;
        effects.Record(new ButtonStuckChanged(device, effects.Time, isStuck));
        return state with { IsStuck = isStuck };
    }
}
