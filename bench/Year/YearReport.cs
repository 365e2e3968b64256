using System.Globalization;
using Estate.Adapters.Storage.Privacy;
using Estate.Bench.Widest;

namespace Estate.Bench.Year;

/// <summary>The figures in words, each with its limit.</summary>
internal static class YearReport
{
    private const double MaxPageMs = 200, MaxRatioOfData = 1.1, MaxRatioOfPages = 1.5, MaxRatioOfStart = 1.5;

    /// <summary>Differences below this are of the machine, not of the data.</summary>
    private const double NoiseMs = 50;
    private const int Shown = 5, YearsOnACard = 10;

    /// <summary>
    /// Of a 32 GB card: 29.8 GiB less some for a system with its logs; half of that, because a backup and an update make a copy first.
    /// </summary>
    private const double RoomOnACard = (29.8 * (1 << 30) - 6e9) / 2;

    internal static void Print(YearFigures one, int factsADay)
    {
        Say($"{one.Years} year(s), {factsADay} facts a day: the database has {one.Bytes / 1e6:0} MB");
        Say($"  start: ready after {one.Ready.Ms:0} ms, {one.Ready.CpuMs:0} ms of a processor, {one.Ready.Bytes / 1e6:0} MB resident");
        Say($"  all ids read after {one.Settled.Ms:0} ms, {one.Settled.CpuMs:0} ms of a processor, {one.Settled.Bytes / 1e6:0} MB");
        Say($"  a night: {one.Night.Rows} rows in {one.Night.Seconds:0.0} s, {one.Night.CpuSeconds:0.0} s of a processor");
        Say($"  check of structure, ledger and audit: {one.Check.Seconds:0.0} s, {one.Check.Problem ?? "all is in order"}");
        Say($"  backup, restored for a trial: {one.Backup.Seconds:0.0} s, {one.Backup.Bytes / 1e6:0} MB");
        foreach (var (pattern, _, usual) in one.Pages.Take(Shown))
            Say($"  {pattern,-44} {usual.Ms,6:0} ms, {usual.CpuMs,6:0} ms of a processor, {usual.Bytes / 1e3,6:0} kB");
    }

    /// <returns>Whether all is within its limits.</returns>
    internal static bool Verdict(IReadOnlyList<YearFigures> all, int factsADay)
    {
        var isGood = true;
        foreach (var one in all)
        {
            var slow = one.Pages.Where(page => !WidestQuestions.Streams.Contains(page.Pattern)).Max(page => page.Usual.Ms);
            isGood &= Say($"slowest page over {one.Years} year(s): {slow:0} ms (limit {MaxPageMs:0})", slow <= MaxPageMs);
            isGood &= Say($"verify over {one.Years} year(s): {one.Check.Problem ?? "in order"}", one.Check.Problem is null);
        }
        return all is [var first, .., var last] ? isGood & Compare(first, last, factsADay) : isGood;
    }

    private static bool Compare(YearFigures first, YearFigures last, int factsADay)
    {
        var more = last.Years / (double)first.Years;
        var isGood = OfData("size", first.Bytes, last.Bytes, 0);
        isGood &= OfData("night", 1e3 * first.Night.CpuSeconds, 1e3 * last.Night.CpuSeconds, NoiseMs);
        isGood &= OfData("check", 1e3 * first.Check.Seconds, 1e3 * last.Check.Seconds, NoiseMs);
        isGood &= OfData("backup", 1e3 * first.Backup.Seconds, 1e3 * last.Backup.Seconds, NoiseMs);
        isGood &= OfOne("start until ready", first.Ready.CpuMs, last.Ready.CpuMs, MaxRatioOfStart);
        isGood &= OfOne("memory once all ids are read", first.Settled.Bytes, last.Settled.Bytes, MaxRatioOfStart);
        isGood &= OfOne("the median of all pages", Median(first), Median(last), MaxRatioOfPages);
        return isGood & Card(first, last, factsADay);

        bool OfData(string what, double before, double after, double noise) => Say(
            $"{what}: {last.Years} ÷ {first.Years} years {after / before:0.00} (limit {more * MaxRatioOfData:0}, as the data and a tenth)",
            after <= (before * more * MaxRatioOfData) + noise);

        bool OfOne(string what, double before, double after, double limit) => Say(
            $"{what}: {last.Years} ÷ {first.Years} years {after / before:0.00} (limit {limit:0.0})", after <= before * limit);
    }

    /// <summary>
    /// What is deleted after its time fills the database until then; what never is, for ever. Two databases tell the one from the other.
    /// </summary>
    private static bool Card(YearFigures first, YearFigures last, int factsADay)
    {
        var factYears = new RetentionPolicy().FactsDays / 365.0;
        var (ofFirst, ofLast) = (Math.Min(first.Years, factYears), Math.Min(last.Years, factYears));
        var scale = YearBench.FactsADay / (double)factsADay;
        // first = facts × ofFirst + kept × years, and the same of the last.
        var kept = scale * ((last.Bytes * ofFirst) - (first.Bytes * ofLast)) / ((last.Years * ofFirst) - (first.Years * ofLast));
        var facts = (scale * last.Bytes - (kept * last.Years)) / ofLast;
        var years = (RoomOnACard - (facts * factYears)) / kept;
        Say($"a year is {(facts + kept) / 1e6:0} MB, of which {kept / 1e6:0} are never deleted; a card has {RoomOnACard / 1e9:0.0} GB");
        return Say($"a 32 GB card has room for {years:0} years (at least {YearsOnACard})", years >= YearsOnACard);
    }

    private static double Median(YearFigures one) => one.Pages.Select(page => page.Usual.Ms).Order().ElementAt(one.Pages.Count / 2);

    private static bool Say(FormattableString line, bool isMet)
    {
        Console.WriteLine(line.ToString(CultureInfo.InvariantCulture) + (isMet ? ": PASS" : ": FAIL"));
        return isMet;
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
