using System.Globalization;
using CsvHelper;

namespace Estate.Bench.Replay;

/// <summary>The end of every replay: the table, the rows that were refused, and whether it passed; on nothing it never does.</summary>
/// <param name="refusedFile">Gets every row that was not accepted, as CSV.</param>
internal sealed class Reconciliation(TextWriter output, string? refusedFile)
{
    private const int IdsShown = 10;

    /// <returns>The exit status.</returns>
    internal int End(IReadOnlyCollection<ReplayReport> reports, bool isRight = true)
    {
        var total = ReplayReport.Sum("total", reports);
        output.WriteLine(ReplayReport.Table(reports));
        if (refusedFile is not null)
            Write(refusedFile, total);
        if (total.Accepted == 0)
            output.WriteLine(total.In == 0 ? "There was no row: nothing was reconciled."
                : $"None of {total.In} rows was accepted: nothing was reconciled. --refused FILE lists why.");
        return isRight && total.Accepted > 0 && reports.All(report => report.Reconciles) ? 0 : 1;
    }

    /// <summary>What became of the operator's ids; all of them in a file.</summary>
    internal void ReportIds(RecordedIds ids, string folder)
    {
        var changed = ids.Table.Where(id => id.Key != id.Value).ToList();
        if (changed.Count == 0)
            return;
        var file = Path.Combine(folder, "ids.csv");
        using (var csv = new CsvWriter(new StreamWriter(file), CultureInfo.InvariantCulture))
            csv.WriteRecords(ids.Table.Select(id => new { theirs = id.Key, ours = id.Value }));
        output.WriteLine($"{changed.Count} of {ids.Table.Count} ids have another name here ({file}): "
            + string.Join(", ", changed.Take(IdsShown).Select(id => $"{id.Key} → {id.Value}"))
            + (changed.Count > IdsShown ? " …" : ""));
    }

    private static void Write(string file, ReplayReport total)
    {
        using var csv = new CsvWriter(new StreamWriter(file), CultureInfo.InvariantCulture);
        csv.WriteRecords(total.Refused.OrderBy(one => one.Row.File, StringComparer.Ordinal).ThenBy(one => one.Row.Line)
            .Select(one => new { file = one.Row.File, line = one.Row.Line, reason = one.Reason, detail = one.Detail, row = one.Row.Text }));
    }
}
