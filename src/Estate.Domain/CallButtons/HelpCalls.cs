using System.Globalization;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.CallButtons;

/// <summary>A call for help, from the press to the word of whoever was there.</summary>
internal static class HelpCalls
{
    private const int MaxOutcome = 200;
    private static readonly Duration ShownFor = Duration.FromMinutes(10);

    /// <summary>As long as one is open, each press is the same call.</summary>
    internal static CallButtonState Call(CallButtonState state, string? household, Occurrence now, Effects effects)
    {
        if (state.Help is { } open)
        {
            effects.Answer = new("called_already", CallTexts.HelpIsOn(open), []);
            return state;
        }
        var id = IdOf(now.Device, "help", effects.Now.At);
        effects.Record(new HelpCalled(now.Device, now.Time, id, household));
        effects.Answer = new("called", CallTexts.HelpIsOn(null), []);
        return state with { Help = new(id, now.Time.At, household) };
    }

    /// <summary>Somebody acknowledged the alert: who waits at the button can read and hear it.</summary>
    internal static CallButtonState Take(CallButtonState state, DeviceId device, Effects effects)
    {
        if (state.Help is not { TakenBy: null } help || effects.By is not { } by)
            return state;
        effects.Record(new HelpTaken(device, effects.Time, help.Id, by));
        Show(device, CallTexts.HelpIsOn(help with { TakenBy = by }), null, ShownFor, effects);
        return state with { Help = help with { TakenBy = by, TakenAt = effects.Now.At } };
    }

    internal static CallButtonState End(CallButtonState state, EndHelp order, Effects effects)
    {
        if (state.Help is not { } help)
            return effects.Refuse(state, order.Device, "no_call", new("现在没有人求助", "nobody calls for help now"));
        if (string.IsNullOrWhiteSpace(order.Outcome) || order.Outcome.Length > MaxOutcome)
            return effects.Refuse(
                state, order.Device, "outcome_needed",
                new($"请写明现场情况（最多 {MaxOutcome} 字）", $"say what it was, in at most {MaxOutcome} letters"));
        effects.Record(new HelpEnded(order.Device, effects.Time, help.Id, effects.By ?? "", order.Outcome.Trim()));
        effects.Answer = new("ended", new("求助已结束", "The call is over"), []);
        return state with { Help = null };
    }

    internal static string IdOf(DeviceId device, string word, Instant at) =>
        string.Create(CultureInfo.InvariantCulture, $"{device.Name}-{word}-{at.ToUnixTimeMilliseconds()}");

    /// <summary>On the button's display, and by its voice, in both languages.</summary>
    internal static void Show(DeviceId device, Text shown, Text? spoken, Duration shownFor, Effects effects) => effects.Show(
        device, shown.Zh, Duration.FromMinutes(1), shownFor,
        ("text_en", shown.En), ("voice", (spoken ?? shown).Zh), ("voice_en", (spoken ?? shown).En));
}
