using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Patrol;

/// <summary>A patrol in words.</summary>
internal static class PatrolTexts
{
    internal static Text Of(PatrolFact fact, DateTimeZone zone) => fact switch
    {
        CheckpointVisited one => new($"保安 {one.Guard} 到巡更点", $"Guard {one.Guard} was at the checkpoint"),
        VisitCounted { IsLate: true } one => new(
            $"补记：{IdOf(one.Visit.Checkpoint)} 在 {one.Visit.At.Read(zone)} 已巡（{one.Round.Name} 一轮）",
            $"Heard of late: {IdOf(one.Visit.Checkpoint)} was visited at {one.Visit.At.Read(zone)} (round {one.Round.Name})"),
        VisitCounted one =>
            new($"{one.Round.Name} 一轮：{IdOf(one.Visit.Checkpoint)} 已巡",
                $"Round {one.Round.Name}: {IdOf(one.Visit.Checkpoint)} was visited"),
        RoundEnded one => Of(one.Result),
        RoundsChanged one => new($"班次取消：{string.Join("、", one.Gone)}", $"No more rounds at {string.Join(", ", one.Gone)}"),
        _ => throw new ArgumentException(fact.GetType().Name, nameof(fact)),
    };

    internal static Text Of(RoundResult result) => result.Missed.IsEmpty
        ? new($"{result.Round.Name} 全部巡到", $"{result.Round.Name}: all were visited")
        : new($"{result.Round.Name} 漏巡 {string.Join("、", result.Missed.Select(IdOf))}",
            $"{result.Round.Name}: missed {string.Join(", ", result.Missed.Select(IdOf))}");

    /// <summary>A checkpoint as sentences write devices, so that pages can put its name there.</summary>
    internal static string IdOf(string checkpoint) => new DeviceId(CheckpointKind.KindName, checkpoint).ToString();

    /// <summary>What the reader shows to the guard.</summary>
    internal static Answer Answer(int checkpoints, RoundResult so) => new(
        "visited",
        so.Missed.IsEmpty
            ? new($"本轮全部巡到（{checkpoints} 处）", $"All {checkpoints} visited, the round is complete")
            : new($"已巡 {so.Visits.Length}/{checkpoints}，下一处 {IdOf(so.Missed[0])}",
                $"{so.Visits.Length} of {checkpoints} visited, next: {IdOf(so.Missed[0])}"),
        [("visited", so.Visits.Length), ("checkpoints", checkpoints)]);
}
