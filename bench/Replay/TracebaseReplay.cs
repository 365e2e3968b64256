using System.Globalization;
using Estate.Domain.Charging;
using NodaTime;
using NodaTime.Text;

namespace Estate.Bench.Replay;

/// <summary>What a recorded day on a socket became, and what a plain reading of the file says it must be.</summary>
internal sealed record SocketDay(
    ReplayReport Report, IReadOnlyList<string> Lines, IReadOnlyList<SessionEnded> Ended, IReadOnlyList<SessionStarted> Started)
{
    internal bool IsTrue => Report.Reconciles;
}

/// <summary>
/// Power of real lithium chargers, about once a second (tracebase): sessions, full, unplugged and energy must be what an
/// independent reading of the same file says.
/// </summary>
internal static class TracebaseReplay
{
    internal const string Name = "charging-tracebase";

    /// <summary>Of laptops; an e-bike's are ten times as large. Printed with every run.</summary>
    internal static readonly IReadOnlyDictionary<string, string> Laptop = new Dictionary<string, string>
    {
        ["max_power_w"] = "200",
        ["start_w"] = "5",
        ["start_s"] = "10",
        ["unplug_w"] = "5",
        ["unplug_s"] = "10",
        ["full_w"] = "45",
        ["float_s"] = "1800",
        ["max_minutes"] = "999",
    };

    /// <summary>The same without an end at full: sessions last until the plug is out.</summary>
    internal static readonly IReadOnlyDictionary<string, string> UntilUnplugged = new Dictionary<string, string>(Laptop)
    { ["float_s"] = "10800" };

    private const double MaxDeviation = 0.01;
    private static readonly LocalDateTimePattern Stamp = LocalDateTimePattern.CreateWithInvariantCulture("dd/MM/uuuu HH:mm:ss");

    /// <param name="parameters">Board parameters; null for <see cref="Laptop"/>.</param>
    internal static IReadOnlyList<SocketDay> Run(string folder, string work, IReadOnlyDictionary<string, string>? parameters = null)
    {
        var files = Directory.GetFiles(folder, "*.csv").Order(StringComparer.Ordinal).ToList();
        return files.Count == 0 ? throw new IOException($"{folder} has no .csv")
            : [.. files.Select((file, index) => Play(file, index, work, parameters ?? Laptop))];
    }

    private static SocketDay Play(string file, int index, string work, IReadOnlyDictionary<string, string> parameters)
    {
        var report = new ReplayReport(Path.GetFileNameWithoutExtension(file).Split("__")[^1]);
        var rows = new List<(Instant At, double Watt)>();
        foreach (var (number, line) in File.ReadLines(file).Index())
            Read(new(Path.GetFileName(file), number + 1, line), rows, report);
        using var socket = new ReplayedSocket(work, string.Create(CultureInfo.InvariantCulture, $"trace-{index}"), parameters);
        var lines = new List<string>();
        foreach (var (i, (at, watt)) in rows.Index())
        {
            var before = socket.Ended.Count;
            socket.Measure(at, watt);
            // What the socket had seen when it decided, and no row after, be it of the same second.
            foreach (var ended in socket.Ended.Skip(before))
                lines.Add(Check(ended, [.. rows.Take(i + 1).Where(row => row.At >= ended.StartedAt)], parameters, report));
        }
        if (socket.Open is { StartedAt: { } began } open)
            lines.Add(
                Energy("still charging", began, rows[^1].At, open.Energy.Wh, [.. rows.Where(row => row.At >= began)], report));
        return new(report, lines, socket.Ended, socket.Started);
    }

    private static void Read(RecordedRow row, List<(Instant At, double Watt)> rows, ReplayReport report)
    {
        report.Read();
        var cells = row.Text.Split(';');
        if (cells.Length < 2 || Stamp.Parse(cells[0]) is not { Success: true } stamp
            || !double.TryParse(cells[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var watt) || !(watt >= 0))
        {
            report.Reject(row, Recording.BadRow);
            return;
        }
        var at = stamp.Value.InUtc().ToInstant();
        if (rows.Count > 0 && at < rows[^1].At)
        {
            report.FindLate(row);
            return;
        }
        if (rows.Count > 0 && at == rows[^1].At)
            report.CountReason("same_second");
        else if (rows.Count > 0 && at - rows[^1].At > EnergyMeter.Hole)
            report.CountReason("hole");
        report.Accept();
        rows.Add((at, watt));
    }

    /// <summary>The reason and its time against the rows themselves, and the energy against their own integral.</summary>
    private static string Check(
        SessionEnded ended, List<(Instant At, double Watt)> own, IReadOnlyDictionary<string, string> parameters, ReplayReport report)
    {
        double Limit(string name) => double.Parse(parameters[name], CultureInfo.InvariantCulture);
        Instant? expected = ended.Reason switch
        {
            StopReason.Unplugged => own.Last(row => row.Watt >= Limit("unplug_w")).At,
            StopReason.FullyCharged => own[own.FindLastIndex(row => row.Watt >= Limit("full_w")) + 1].At,
            _ => null,
        };
        if (expected is { } at && ended.Since is { } since
            && Duration.FromSeconds(1) < (since - at > Duration.Zero ? since - at : at - since))
            report.CountReason(ReplayReport.Wrong);
        var what = string.Create(
            CultureInfo.InvariantCulture, $"{Estate.Domain.Devices.WireName.Of(ended.Reason)} at {Time(ended.Since ?? ended.Time.At)}");
        return Energy(what, ended.StartedAt, ended.Time.At, ended.EnergyWh, own, report);
    }

    private static string Energy(
        string what, Instant from, Instant to, double wh, List<(Instant At, double Watt)> own, ReplayReport report)
    {
        // By rectangles, not by our own trapezoids.
        var integral = own.Zip(own.Skip(1)).Where(pair => pair.Second.At - pair.First.At <= EnergyMeter.Hole)
            .Sum(pair => pair.First.Watt * (pair.Second.At - pair.First.At).TotalHours);
        var off = Math.Abs(wh - integral) / Math.Max(integral, 1);
        if (off > MaxDeviation)
            report.CountReason(ReplayReport.Wrong);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"  {report.Source}: charging from {Time(from)}, {what}, {wh:0.0} Wh, integral {integral:0.0} Wh, off {off:P2}");
    }

    private static string Time(Instant at) => at.InUtc().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
}
