using System.Globalization;
using Estate.Adapters.Influx;
using Estate.Adapters.Storage;

namespace Estate.Cli.Commands;

/// <summary>How the journal and a time-series server compare, for people.</summary>
internal static class SeriesTable
{
    private const int NumbersShown = 5;

    internal static void Print(IReadOnlyList<SeriesCount> counts)
    {
        Console.WriteLine($"{"device",-32} {"journal",9} {"missing",9} {"doubled",9} {"strange",9} {"not kept",9}");
        foreach (var count in counts)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count.Device,-32} {count.Facts,9} {count.Missing.Count,9} "
                + $"{count.Doubled,9} {count.Strange,9} {count.NotKept,9}  {string.Join(' ', count.Missing.Take(NumbersShown))}").TrimEnd()
                + (count.Missing.Count > NumbersShown ? " …" : ""));
    }

    internal static void Say(IReadOnlyList<SeriesCount> counts, InfluxTarget target, (long Cursor, long Head) journal, bool isRepaired)
    {
        if (counts.Sum(count => count.NotKept) is > 0 and var notKept)
            Console.WriteLine(
                $"{notKept} facts are older than {target.Url.Authority} keeps, or too far in the future for it: "
                + "nothing is wrong with them.");
        if (counts.All(count => count.IsRight))
            Console.WriteLine($"All {counts.Sum(count => count.Facts - count.NotKept)} facts up to number {journal.Cursor} are at "
                + $"{target.Server}, each once; {journal.Head - journal.Cursor} newer are on their way.");
        if (counts.Sum(count => count.Missing.Count) is > 0 and var missing)
            Console.WriteLine($"MISSING: {missing} facts are not at {target.Server}, or not as they should be."
                + (isRepaired ? "" : " With --repair they are sent once more."));
        if (counts.Sum(count => count.Doubled) is > 0 and var doubled)
            Console.WriteLine($"DOUBLED: {doubled} samples are at {target.Server} once more than they should be: start it with "
                + $"{SeriesServers.CountOnce}, and it counts them once.");
        if (counts.Sum(count => count.Strange) is > 0 and var strange)
            Console.WriteLine($"STRANGE: {strange} samples at {target.Server} are of facts this journal does not have, as after the "
                + "restore of an older backup."
                + (isRepaired ? "" : " With --repair what it has of this estate's facts is deleted there, and the journal is sent again."));
    }
}
