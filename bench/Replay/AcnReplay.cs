using System.Globalization;
using Estate.Domain.Charging;
using NodaTime;
using NodaTime.Text;

namespace Estate.Bench.Replay;

/// <summary>
/// Recorded sessions of charging stations (ACN-Data): each becomes one session of its station with the energy recorded, however
/// quickly the next car came; energy that no socket could give is left out and flagged.
/// </summary>
internal static class AcnReplay
{
    internal const string Name = "charging-acn";

    /// <summary>7.4 kW: one phase of 32 A, what these stations have.</summary>
    internal static readonly IReadOnlyDictionary<string, string> Station = new Dictionary<string, string>
    {
        ["max_power_w"] = "7400",
        ["start_w"] = "10",
        ["max_minutes"] = "999",
    };

    private static readonly OffsetDateTimePattern Stamp = OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:sso<m>");
    private static readonly Duration Turnround = Duration.FromSeconds(3);

    private sealed record Row(Instant From, Instant To, double Kwh);

    /// <returns>A report per station.</returns>
    internal static IReadOnlyList<ReplayReport> Run(string folder, string work)
    {
        var files = Directory.GetFiles(folder, "*.csv").Order(StringComparer.Ordinal).ToList();
        if (files.Count == 0)
            throw new IOException($"{folder} has no .csv");
        var lines = files.SelectMany(file => File.ReadLines(file).Skip(1)).Select(line => line.Split(',')).ToList();
        return [.. lines.GroupBy(cells => cells.Length > 5 ? cells[4] : "?").OrderBy(station => station.Key, StringComparer.Ordinal)
            .Select(station => Play(station.Key, [.. station], work))];
    }

    private static ReplayReport Play(string station, List<string[]> lines, string work)
    {
        var report = new ReplayReport(station);
        var (seen, rows) = (new HashSet<string>(), new List<Row>());
        foreach (var cells in lines)
        {
            report.Read();
            if (Parse(cells) is not { } row || row.To <= row.From || row.Kwh < 0)
                report.Reject("bad_row");
            else if (!seen.Add(cells[5]))
                report.FindDuplicate("same_session_twice");
            else
            {
                report.Accept();
                rows.Add(row);
            }
        }
        rows.Sort((one, other) => one.From.CompareTo(other.From));
        if (rows.Count > 0)
            Drive(station, rows, report, work);
        return report;
    }

    private static void Drive(string station, List<Row> rows, ReplayReport report, string work)
    {
        using var socket = new ReplayedSocket(work, station.ToLowerInvariant(), Station);
        var (register, number) = (0.0, 0L);
        foreach (var row in rows)
        {
            // The register once a minute; the recording has only its end.
            socket.Start(row.From, register);
            var (from, whole) = (register, row.To - row.From);
            var watt = Math.Clamp(row.Kwh * 1000 / whole.TotalHours, 50, 7300);
            for (var at = row.From + Duration.FromSeconds(1); at < row.To; at += Duration.FromMinutes(1))
                socket.Measure(at, watt, register = from + (row.Kwh * 1000 * ((at - row.From) / whole)));
            socket.Measure(row.To - Duration.FromMilliseconds(500), watt, register = from + (row.Kwh * 1000));
            socket.End(row.To, row.Kwh * 1000, ++number);
            Check(socket, row, report);
        }
        foreach (var _ in rows.Zip(rows.Skip(1)).Where(pair => pair.Second.From - pair.First.To <= Turnround))
            report.CountReason("turn_round_within_3_s");
    }

    /// <summary>One session for each recorded one, with its energy; or a flag where no socket could have given it.</summary>
    private static void Check(ReplayedSocket socket, Row row, ReplayReport report)
    {
        var isPossible = row.Kwh / (row.To - row.From).TotalHours <= 7.4;
        if (socket.Ended.LastOrDefault() is not { } ended || ended.StartedAt < row.From || socket.Open is not null)
            report.CountReason(ReplayReport.Wrong);
        else if (ended.Interruptions > 0)
            report.CountReason(isPossible ? ReplayReport.Wrong : "impossible_power");
        else if (Math.Abs(ended.EnergyWh - (row.Kwh * 1000)) > Math.Max(1, row.Kwh * 10))
            report.CountReason(ended.Reason == StopReason.TimeLimitReached ? "time_limit" : ReplayReport.Wrong);
    }

    private static Row? Parse(string[] cells) =>
        cells.Length >= 6 && Stamp.Parse(cells[0]) is { Success: true } from && Stamp.Parse(cells[1]) is { Success: true } to
            && double.TryParse(cells[3], NumberStyles.Float, CultureInfo.InvariantCulture, out var kwh)
            ? new(from.Value.ToInstant(), to.Value.ToInstant(), kwh)
            : null;
}
