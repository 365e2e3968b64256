using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.CallButtons;

/// <summary>
/// A taxi, from the press to somebody in it. What the provider says is believed; where it says nothing the call ends by itself.
/// </summary>
internal static class TaxiCalls
{
    private const int MaxText = 120;

    /// <summary>Two presses within it are one call.</summary>
    private static readonly Duration SameCall = Duration.FromMinutes(1);

    /// <summary>So long a stage may last without a further word.</summary>
    private static readonly Duration AnswerWithin = Duration.FromMinutes(2), ComesWithin = Duration.FromMinutes(60),
        WaitsAtMost = Duration.FromMinutes(15);

    private static readonly Duration ShownFor = Duration.FromMinutes(5);

    internal static CallButtonState Call(CallButtonState state, string? household, Occurrence now, Effects effects)
    {
        var uptime = effects.Now.Uptime;
        if (state.Taxi is { IsCancelled: false } || uptime - state.Timers.TaxiAt < SameCall)
        {
            effects.Answer = new("called_already", CallTexts.TaxiIs(state.Taxi), []);
            return state;
        }
        if (now.Time.IsLate)
            return effects.Refuse(state, now.Device, "too_late", new("太久以前的叫车，不再处理", "this was too long ago; no taxi is called"));
        var id = HelpCalls.IdOf(now.Device, "taxi", effects.Now.At);
        effects.Record(new TaxiCalled(now.Device, now.Time, id, household));
        effects.Answer = new("called", CallTexts.Requested, []);
        return state with
        {
            Taxi = new(id, now.Time.At, household),
            Timers = state.Timers with { TaxiAt = uptime },
        };
    }

    /// <summary>By the button's own key, or by staff. The provider is told; its answer ends the call.</summary>
    internal static CallButtonState Cancel(CallButtonState state, DeviceId device, Effects effects)
    {
        if (state.Taxi is not { IsCancelled: false } taxi)
            return effects.Refuse(state, device, "no_call", new("没有叫车，不用取消", "no taxi is called; there is nothing to cancel"));
        effects.Answer = new("cancelled", CallTexts.Cancelled, []);
        effects.Keep(device);
        return state with { Taxi = taxi with { IsCancelled = true, StageSince = effects.Now.At } };
    }

    internal static CallButtonState Answered(CallButtonState state, ProviderNews news, Effects effects)
    {
        if (state.Taxi is not { } taxi || taxi.Id != news.Order)
            return effects.Refuse(state, news.Device, "no_call", new("没有这次叫车", "there is no such call"));
        if (StageOf(news.Stage) is not { } stage)
            return effects.Refuse(
                state, news.Device, "bad_stage",
                new($"服务商的状态“{Cut(news.Stage)}”不认识", $"the provider's stage '{Cut(news.Stage)}' is unknown"));
        if (IsTooLong(news.Shown) || IsTooLong(news.Spoken ?? news.Shown))
            return effects.Refuse(
                state, news.Device, "too_long", new($"服务商的文字最多 {MaxText} 字", $"the provider's text has at most {MaxText} letters"));
        // What is taken back ends, however far the provider was.
        if (taxi.IsCancelled && stage is TaxiStage.Searching or TaxiStage.Coming or TaxiStage.Arrived)
            return state;
        if (stage == taxi.Stage && news.Shown == taxi.Said)
            return state;
        HelpCalls.Show(news.Device, news.Shown, news.Spoken, ShownFor, effects);
        if (stage >= TaxiStage.PickedUp)
            return End(state, taxi, stage, news.Device, effects);
        if (stage != taxi.Stage)
            effects.Record(new TaxiStageChanged(news.Device, effects.Time, taxi.Id, stage));
        effects.Keep(news.Device);
        return state with
        {
            Taxi = taxi with
            { Stage = stage, StageSince = stage == taxi.Stage ? taxi.StageSince : effects.Now.At, Said = news.Shown },
        };
    }

    /// <summary>A provider that says nothing, a car that comes no more, a passenger who does not: each ends by its time.</summary>
    internal static CallButtonState Tick(CallButtonState state, DeviceId device, Effects effects)
    {
        if (state.Taxi is not { } taxi)
            return state;
        var (limit, end) = taxi switch
        {
            { IsCancelled: true } => (AnswerWithin, TaxiStage.Cancelled),
            { Stage: TaxiStage.Requested } => (AnswerWithin, TaxiStage.NoAnswer),
            { Stage: TaxiStage.Arrived } => (WaitsAtMost, TaxiStage.NoShow),
            _ => (ComesWithin, TaxiStage.NoAnswer),
        };
        if (effects.Now.At - taxi.StageSince < limit)
            return state;
        HelpCalls.Show(device, CallTexts.EndOf(end), null, ShownFor, effects);
        return End(state, taxi, end, device, effects);
    }

    private static CallButtonState End(CallButtonState state, TaxiCall taxi, TaxiStage stage, DeviceId device, Effects effects)
    {
        effects.Record(new TaxiEnded(device, effects.Time, taxi.Id, stage));
        return state with { Taxi = null };
    }

    /// <summary>What a provider may say; that it does not answer it cannot say itself.</summary>
    private static TaxiStage? StageOf(string word) => Enum.GetValues<TaxiStage>().Cast<TaxiStage?>()
        .FirstOrDefault(stage => stage is not (TaxiStage.Requested or TaxiStage.NoAnswer) && WireName.Of(stage!.Value) == word);

    private static bool IsTooLong(Text text) => text.Zh.Length > MaxText || text.En.Length > MaxText;

    private static string Cut(string word) => word.Length > 20 ? word[..20] + "…" : word;
}
