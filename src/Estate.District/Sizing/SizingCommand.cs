using System.Globalization;
using System.Text;

namespace Estate.District.Sizing;

/// <summary>Prints what so many estates ask of each part, as a table; no figure in it was guessed.</summary>
internal static class SizingCommand
{
    internal const string Name = "sizing";

    /// <summary>A district, all of Shanghai, and ten and a hundred times that.</summary>
    private static readonly double[] Usual = [800, 13_000, 130_000, 1_300_000];

    /// <param name="args">Numbers of estates; none: those of the document.</param>
    /// <exception cref="FormatException">One is no number of estates.</exception>
    internal static int Run(IReadOnlyList<string> args, TextWriter to)
    {
        var estates = args.Select(arg => int.TryParse(arg, CultureInfo.InvariantCulture, out var count) && count >= 1
            ? (double)count : throw new FormatException($"sizing: '{arg}' is no number of estates")).ToList();
        to.Write(Table(estates.Count > 0 ? estates : Usual));
        return 0;
    }

    internal static string Costs()
    {
        var text = new StringBuilder("| what | measured | where |\n|---|---|---|\n");
        foreach (var cost in MeasuredCost.All)
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {cost.Name} | {(cost.Value is { } value ? $"{Number(value)} {cost.Unit}".TrimEnd() : "–")} | {cost.Source} |\n");
        return text.ToString();
    }

    internal static string Table(IReadOnlyList<double> estates)
    {
        var sizes = estates.Select(count => new DistrictSize(new(
            count, MeasuredCost.JournalPerDay.Known, MeasuredCost.LeavingPerDay.Known, MeasuredCost.BusyPerS.Known))).ToList();
        var text = new StringBuilder();
        Row("estates", size => Number(size.Load.Estates));
        text.Append('|').Insert(text.Length, "---|", sizes.Count + 1).Append('\n');
        Row("facts a second, over the day", size => Number(size.Load.FactsPerS));
        Row("facts a second, busiest hours", size => Number(size.Load.PeakFactsPerS));
        Row("messages a second, busiest hours", size => Number(size.Load.PeakMessagesPerS));
        Row("bytes a second to each message server", size => Bytes(size.PeakBytesPerS));
        Row("facts a year", size => Number(size.Load.FactsPerYear));
        Row("PostgreSQL grows in a year by", size => Bytes(size.BytesPerYear));
        Row("days until 200 GiB of it are full", size => Number((200L << 30) / size.BytesPerYear * 365));
        Row("of what three message servers take", size => Share(size.MessageServers));
        Row("of what one PostgreSQL takes", size => Share(size.Database));
        Row("hours without workers that a stream of 4 GiB holds", size => Number(size.HoursOfStream(4L << 30)));
        Row("longest transaction for lanes that are half busy", size => Milliseconds(size.LongestTransaction()));
        Row("districts of their own (each half busy)", size => Number(size.Districts));
        Row("whose rate is the first to be full", size => size.BreaksFirst);
        return text.ToString();

        void Row(string name, Func<DistrictSize, string> cell) =>
            text.Append(CultureInfo.InvariantCulture, $"| {name} | {string.Join(" | ", sizes.Select(cell))} |\n");
    }

    private static string Number(double value) =>
        value.ToString(value >= 100 ? "#,0" : value >= 10 ? "0.#" : "0.##", CultureInfo.InvariantCulture);

    private static string Bytes(double value) => value switch
    {
        >= 1e12 => Number(value / 1e12) + " TB",
        >= 1e9 => Number(value / 1e9) + " GB",
        >= 1e6 => Number(value / 1e6) + " MB",
        _ => Number(value / 1e3) + " kB",
    };

    private static string Share(double value) => (100 * value).ToString(value < 0.1 ? "0.0" : "#,0", CultureInfo.InvariantCulture) + " %";

    private static string Milliseconds(double seconds) => seconds <= 0 ? "none" : Number(1_000 * seconds) + " ms";
}
