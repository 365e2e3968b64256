using Estate.Domain.Parking;

namespace Estate.Web.Parking;

internal sealed record TickBody(string Bay, bool Occupied, bool JustChanged = false);

internal sealed record UndoTickBody(string Bay, bool JustChanged = false);

/// <summary>Shares are 0 to 1 and, as the delays, null where nothing was seen; <c>Low</c> and <c>High</c> with 95 % certainty.</summary>
internal sealed record ScoreBody(
    int Right, int WronglyFree, int WronglyOccupied, int NotTold, int Missed, double? Share, double? Low, double? High, int Delays,
    double? MeanDelayS, double? LongestDelayS)
{
    internal static ScoreBody Of(AuditScore score) => new(
        score.Right, score.WronglyFree, score.WronglyOccupied, score.NotTold, score.Missed, Round(score.Share, 4),
        Round(score.Interval?.Low, 4), Round(score.Interval?.High, 4), score.Delays.Length, Round(score.MeanDelay, 1),
        Round(score.LongestDelay, 1));

    private static double? Round(double? value, int digits) => value is { } known ? Math.Round(known, digits) : null;
}

internal sealed record WalkBody(int Audit, string From, ScoreBody Score);

internal sealed record SensorScoreBody(string Bay, string? Sensor, ScoreBody Score);

/// <param name="Audit">Of the walk that is on; null where none is.</param>
internal sealed record AuditBody(int? Audit, int Ticks, int Bays, ScoreBody All, IReadOnlyList<WalkBody> Walks);

/// <summary>A sensor's line in a spreadsheet; percentages and seconds, empty where nothing was seen.</summary>
internal sealed record SensorScoreRow(
    string Bay, string Sensor, int Right, int WronglyFree, int WronglyOccupied, int NotTold, int Missed, double? RightPct, double? LowPct,
    double? HighPct, int Delays, double? MeanDelayS, double? LongestDelayS)
{
    internal static SensorScoreRow Of(string bay, string? sensor, AuditScore score)
    {
        var body = ScoreBody.Of(score);
        return new(
            bay, sensor ?? "", body.Right, body.WronglyFree, body.WronglyOccupied, body.NotTold, body.Missed, body.Share * 100,
            body.Low * 100, body.High * 100, body.Delays, body.MeanDelayS, body.LongestDelayS);
    }
}
