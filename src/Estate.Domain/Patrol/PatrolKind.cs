using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Patrol;

/// <summary>A patrol (巡更): checkpoints a guard must visit in each round. Missed ones are reported when the round is over.</summary>
public sealed class PatrolKind(DateTimeZone zone) : OutputOnlyKind<PatrolState>, IRecoverableKind<PatrolState>,
    IHomeAssistantKind<PatrolState>
{
    public const string KindName = "patrol";

    private const int ResultsKept = 60;

    /// <summary>A reader that was cut off brings its taps within this time, once it is back.</summary>
    private static readonly Duration Grace = EventTime.LateAfter;

    /// <summary>Rounds further back are nobody's business any more: the gateway was off for days.</summary>
    private static readonly Duration LooksBack = Duration.FromDays(2);

    private readonly Dictionary<DeviceId, PatrolSettings> _settings = [];

    public override string Name => KindName;
    public override Text Title => new("巡更", "Patrol");
    public override Duration SilentAfter => Duration.MaxValue;
    public override IReadOnlyList<SeriesSchema> Series { get; } =
        [new("patrol", ["patrol", "round"], ["visited", "missed"])
        {
            Curves = new Dictionary<string, FieldText>
            {
                ["visited"] = new(new("到过的点", "Checkpoints visited"), ""),
                ["missed"] = new(new("漏掉的点", "Checkpoints missed"), ""),
            },
        }];
    public override JsonTypeInfo StateSchema => PatrolJson.Default.PatrolState;
    public override JsonTypeInfo FactSchema => PatrolJson.Default.PatrolFact;
    public IReadOnlyList<Type> RecoversFrom { get; } = [typeof(RoundEnded), typeof(VisitCounted)];

    /// <summary>The names of a patrol's checkpoints, in the order of the walk.</summary>
    public static IReadOnlyList<string> CheckpointsOf(DeviceSettings settings) => PatrolSettings.From(settings).Checkpoints;

    /// <summary>A patrol's round that begins next; null where none does within a day.</summary>
    public static Round? NextRoundOf(DeviceSettings settings, DateTimeZone zone, Instant after) =>
        PatrolRounds.After(PatrolSettings.From(settings), zone, after);

    protected override PatrolState Initial(DeviceSettings settings)
    {
        _settings[settings.Device] = PatrolSettings.From(settings);
        return new() { Checkpoints = _settings[settings.Device].Checkpoints.Length };
    }

    protected override PatrolState Adopt(PatrolState saved, PatrolState initial) => saved with { Checkpoints = initial.Checkpoints };

    /// <summary>Late visits to rounds that were evaluated are facts of their own; they are counted again here.</summary>
    public PatrolState Recover(PatrolState initial, IReadOnlyList<Fact> facts)
    {
        var results = facts.OfType<RoundEnded>().Select(ended => ended.Result).Take(ResultsKept).ToImmutableArray();
        var until = results.IsEmpty ? (Instant?)null : results[0].Round.To;
        var counted = facts.OfType<VisitCounted>().ToList();
        foreach (var late in counted.Where(one => one.IsLate))
            results = Mend(results, late.Visit).Results;
        return initial with
        {
            Results = results,
            EvaluatedUntil = until,
            Visits = [.. counted.Where(one => !one.IsLate && !(one.Visit.At < until)).Select(one => one.Visit)]
        };
    }

    protected override PatrolState Handle(PatrolState state, IDeviceRequest request, Instant now, Effects effects) =>
        request is ReportVisit report ? Count(state, report, effects) : base.Handle(state, request, now, effects);

    protected override PatrolState Tick(PatrolState state, DeviceId device, Instant now, Effects effects)
    {
        if (effects.Now.Clock == ClockTrust.Unknown)
            return state;
        var (settings, until) = (_settings[device], now - Grace);
        if (!state.Rounds.SequenceEqual(settings.RoundNames))
            state = Adjust(state, settings.RoundNames, device, effects);
        if (state.EvaluatedUntil is not { } judged || judged > now + LooksBack)
        {
            // The first round to be evaluated begins under our eyes. And a clock that ran ahead must not keep a year's rounds unjudged.
            effects.Keep(device);
            state = state with { EvaluatedUntil = PatrolRounds.At(settings, zone, now)?.To ?? until };
        }
        else if (effects.Now.Uptime >= Grace)
            state = PatrolRounds.Ended(settings, zone, Instant.Max(judged, now - LooksBack), until).Aggregate(state, (one, round) =>
                End(one, round, device, effects));
        return state with { Current = PatrolRounds.At(settings, zone, now) };
    }

    protected override IEnumerable<CardLine> Describe(PatrolState state)
    {
        if (state.Current is { } round)
        {
            var visited = state.Visits.Where(visit => round.Contains(visit.At)).DistinctBy(visit => visit.Checkpoint).Count();
            yield return new(
                new("本轮", "This round"),
                new($"{round.Name}  收到 {visited}/{state.Checkpoints}", $"{round.Name}  {visited}/{state.Checkpoints} received"));
        }
        if (!state.Results.IsEmpty)
            yield return new(
                new("上一轮", "Last round"), PatrolTexts.Of(state.Results[0]), state.Results[0].Missed.IsEmpty ? Tone.Good : Tone.Warning);
    }

    public IEnumerable<HomeAssistantValue> HomeAssistantValues(PatrolState state) =>
        [HomeAssistantValue.OfNumber(
            "missed", new("上一轮漏巡", "Missed in the last round"), state.Results.IsEmpty ? null : state.Results[0].Missed.Length)];

    /// <summary>Changed hours: rounds of the old hours can no longer be missed, and the new ones count from now on.</summary>
    private static PatrolState Adjust(PatrolState state, ImmutableArray<string> rounds, DeviceId device, Effects effects)
    {
        var gone = state.Rounds.Except(rounds).ToImmutableArray();
        if (!gone.IsEmpty)
            effects.Record(new RoundsChanged(device, effects.Time, gone));
        effects.Keep(device);
        return state with { Rounds = rounds, EvaluatedUntil = null };
    }

    private PatrolState Count(PatrolState state, ReportVisit report, Effects effects)
    {
        var (settings, visit) = (_settings[report.Device], report.Visit);
        if (!settings.Checkpoints.Contains(visit.Checkpoint))
            return effects.Refuse(
                state, report.Device, "not_on_patrol", new($"{visit.Checkpoint} 不在这条巡更线路上", $"{visit.Checkpoint} is not on this patrol"));
        if (PatrolRounds.At(settings, zone, visit.At) is not { } round)
            return state;
        effects.Keep(report.Device);
        if (round.To <= state.EvaluatedUntil && round.To + Grace <= effects.Now.At)
        {
            var mended = Mend(state.Results, visit);
            if (mended.Result is { } result)
                effects.Record(
                    new VisitCounted(
                        report.Device, effects.Time, round, visit, result.Missed)
                    {
                        IsLate = true,
                        IsNewest = state.Results.First(one => one.Round.Name == round.Name).Round == round
                    });
            return state with { Results = mended.Results };
        }
        var before = PatrolRounds.ResultOf(settings, round, state.Visits);
        var after = PatrolRounds.ResultOf(settings, round, state.Visits.Add(visit));
        if (before.Missed.Length != after.Missed.Length)
            effects.Record(new VisitCounted(report.Device, effects.Time, round, visit, after.Missed));
        effects.Answer = PatrolTexts.Answer(settings.Checkpoints.Length, after);
        return before.Missed.Length == after.Missed.Length ? state : state with { Visits = state.Visits.Add(visit) };
    }

    private PatrolState End(PatrolState state, Round round, DeviceId device, Effects effects)
    {
        var result = PatrolRounds.ResultOf(_settings[device], round, state.Visits);
        effects.Record(new RoundEnded(device, effects.Time, result));
        return state with
        {
            EvaluatedUntil = round.To,
            Results = [result, .. state.Results.Take(ResultsKept - 1)],
            Visits = state.Visits.RemoveAll(visit => visit.At < round.To),
        };
    }

    /// <summary>The result is null where the visit changes nothing.</summary>
    private static (ImmutableArray<RoundResult> Results, RoundResult? Result) Mend(
        ImmutableArray<RoundResult> results, CheckpointVisit visit)
    {
        if (results.FirstOrDefault(result => result.Round.Contains(visit.At) && result.Missed.Contains(visit.Checkpoint)) is not { } missed)
            return (results, null);
        var mended = missed with { Visits = missed.Visits.Add(visit), Missed = missed.Missed.Remove(visit.Checkpoint) };
        return (results.Replace(missed, mended), mended);
    }
}
