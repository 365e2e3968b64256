using System.CommandLine;
using System.Globalization;
using Estate.Adapters.Influx;
using Estate.Adapters.Storage;
using Estate.Cli.Privacy;
using Estate.Gateway;
using Estate.Gateway.Configuration;
using NodaTime;
using NodaTime.Text;

namespace Estate.Cli.Commands;

/// <summary>Whether the time-series server has all the journal has.</summary>
internal static class SeriesCommand
{
    private const int NumbersShown = 5;

    internal static Command Create()
    {
        var (estate, data) = (CommonOptions.Estate(), CommonOptions.Data());
        var from = new Option<string?>("--from")
        { Description = "Only days from this one on (2026-11-01); without it all the journal has" };
        var repair = new Option<bool>("--repair") { Description = "Send once more what is missing; what is there already stays as it is" };
        var verify = new Command(
            "verify",
            "Count the facts at the time-series server against the journal, per device and number; also while the gateway runs")
        {
            estate, data, from, repair,
        };
        verify.SetAction(async (parsed, stop) =>
        {
            var folder = new DataFolder(parsed.GetRequiredValue(data));
            var model = CommonOptions.Model(parsed.GetRequiredValue(estate), folder);
            return await VerifyAsync(model, folder, Day(parsed.GetValue(from)), parsed.GetValue(repair), stop);
        });
        return new Command("series", "The time series") { verify, Forget(CommonOptions.Estate(), CommonOptions.Data()) };
    }

    private static Command Forget(Option<string> estate, Option<string> data)
    {
        var tag = new Argument<string>("tag") { Description = "The tag, as 'estate retention status' names it" };
        var forget = new Command(
            "forget", "Delete this estate's points that have a tag which may not be there, whatever its value; the journal keeps its facts")
        {
            tag, estate, data,
        };
        forget.SetAction(async (parsed, stop) => await ForgetAsync(
            parsed.GetRequiredValue(estate), new DataFolder(parsed.GetRequiredValue(data)), parsed.GetRequiredValue(tag), stop));
        return forget;
    }

    private static async Task<int> ForgetAsync(string estate, DataFolder folder, string tag, CancellationToken stop)
    {
        var model = CommonOptions.Model(estate, folder);
        var target = Target(model);
        if (ElsewhereProof.TagsOf(DeviceKinds.All(new CardBooks(folder).For, model.Programme.Zone)).Contains(tag))
            throw new ConfigurationException($"'{tag}' is of the estate's own series, and says nothing of people: nothing was deleted");
        using var server = SeriesServers.OpenStore(target, model.Site, TimeProvider.System);
        await server.ForgetAsync(tag, stop);
        Console.WriteLine(
            $"What this estate wrote with the tag '{tag}' is deleted at {target.Server}. 'estate retention status' shows what is left.");
        return 0;
    }

    private static InfluxTarget Target(EstateModel model) =>
        model.Influx ?? throw new ConfigurationException(
            $"{model.File} names no time-series server: add a section influx: with url, dialect and database");

    private static async Task<int> VerifyAsync(EstateModel model, DataFolder folder, Instant? from, bool repair, CancellationToken stop)
    {
        var target = Target(model);
        // What the server itself has let go by its retention is not missing.
        if (target.KeepDays is { } days)
            from = Instant.Max(
                from ?? Instant.MinValue, Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()) - Duration.FromDays(days - 1));
        var database = folder.OpenDatabase();
        var kinds = DeviceKinds.All(new CardBooks(folder).For, model.Programme.Zone);
        using var journal = new FactLines(database, new EstateReader(database, kinds), model.Site);
        using var server = SeriesServers.OpenStore(target, model.Site, TimeProvider.System);
        var (cursor, head) = (journal.CursorOf(target.Server), journal.Head);
        if (cursor == 0)
        {
            Console.WriteLine($"{head} facts in the journal; nothing was sent to {target.Server} yet, or less than five minutes ago.");
            return head == 0 ? 0 : 1;
        }
        var audit = new SeriesAudit(journal, server);
        var counts = await audit.CountAsync(
            from, cursor, Console.IsErrorRedirected ? null
            : new Progress<Instant>(day => Console.Error.Write($"\r{day.InUtc().Date:uuuu-MM-dd} ")), stop);
        Print(counts);
        var missing = counts.SelectMany(count => count.Missing).ToList();
        if (missing.Count == 0)
        {
            Console.WriteLine($"All {counts.Sum(count => count.Facts)} facts up to number {cursor} are at {target.Server}; "
                + $"{head - cursor} newer are on their way.");
            return 0;
        }
        if (!repair)
        {
            Console.WriteLine($"MISSING: {missing.Count} facts are not at {target.Server}. With --repair they are sent once more.");
            return 1;
        }
        return await RepairAsync(audit, missing, target, stop);
    }

    private static async Task<int> RepairAsync(SeriesAudit audit, List<long> missing, InfluxTarget target, CancellationToken stop)
    {
        using var writer = new InfluxWriter(SeriesServers.Open(target, TimeProvider.System), TimeProvider.System);
        var report = await audit.RepairAsync(missing, writer, stop);
        Console.WriteLine(report.Problem is { } problem ? $"Not repaired: {problem}"
            : $"Sent {missing.Count} facts once more ({report.Rejected.Count} lines refused). Run it again without --repair to see.");
        return report.IsSettled && report.Rejected.Count == 0 ? 0 : 1;
    }

    private static void Print(IReadOnlyList<SeriesCount> counts)
    {
        Console.WriteLine($"{"device",-32} {"journal",9} {"there",9} {"missing",9}");
        foreach (var (device, facts, missing) in counts)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{device,-32} {facts,9} {facts - missing.Count,9} "
                + $"{missing.Count,9}  {string.Join(' ', missing.Take(NumbersShown))}").TrimEnd()
                + (missing.Count > NumbersShown ? " …" : ""));
    }

    /// <exception cref="FormatException">No day.</exception>
    private static Instant? Day(string? text) => text is null ? null
        : LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var day } ? day.AtMidnight().InUtc().ToInstant()
        : throw new FormatException($"--from: '{text}' is no day such as 2026-11-01");
}
