using System.CommandLine;
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
    private enum Wanted
    {
        Looked,
        Repaired,
        Rewritten,
    }

    internal static Command Create()
    {
        var (estate, data) = (CommonOptions.Estate(), CommonOptions.Data());
        var from = new Option<string?>("--from")
        { Description = "Only days from this one on (2026-11-01); without it all the journal has" };
        var repair = new Option<bool>("--repair")
        { Description = "Send what is missing once more; where something is too much, delete the facts' series there and send all" };
        var rewrite = new Option<bool>("--rewrite")
        { Description = "Whatever is found: delete the facts' series of this estate there, and send the whole journal again" };
        var verify = new Command(
            "verify",
            "Count the samples at the time-series server against the journal, per device and fact; also while the gateway runs")
        {
            estate, data, from, repair, rewrite,
        };
        verify.SetAction(async (parsed, stop) =>
        {
            var folder = new DataFolder(parsed.GetRequiredValue(data));
            var model = CommonOptions.Model(parsed.GetRequiredValue(estate), folder);
            var wanted = parsed.GetValue(rewrite) ? Wanted.Rewritten : parsed.GetValue(repair) ? Wanted.Repaired : Wanted.Looked;
            return await VerifyAsync(model, folder, Day(parsed.GetValue(from)), wanted, stop);
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

    private static async Task<int> VerifyAsync(EstateModel model, DataFolder folder, Instant? from, Wanted wanted, CancellationToken stop)
    {
        var target = Target(model);
        var database = folder.OpenDatabase();
        var kinds = DeviceKinds.All(new CardBooks(folder).For, model.Programme.Zone);
        using var journal = new FactLines(database, new EstateReader(database, kinds), model.Site, target.Dialect);
        var (cursor, head) = (journal.CursorOf(target.Server), journal.Head);
        if (cursor == 0)
        {
            Console.WriteLine($"{head} facts in the journal; nothing was sent to {target.Server} yet, or less than five minutes ago.");
            return head == 0 ? 0 : 1;
        }
        using var server = SeriesServers.OpenStore(target, model.Site, TimeProvider.System);
        var audit = new SeriesAudit(journal, server, await LimitsAsync(target, stop), TimeProvider.System);
        var counts = await audit.CountAsync(
            from, cursor, Console.IsErrorRedirected ? null
            : new Progress<Instant>(day => Console.Error.Write($"\r{day.InUtc().Date:uuuu-MM-dd} ")), stop);
        SeriesTable.Print(counts);
        SeriesTable.Say(counts, target, (cursor, head), wanted != Wanted.Looked);
        return wanted == Wanted.Rewritten || (wanted == Wanted.Repaired && !counts.All(count => count.IsRight))
            ? await RepairAsync(audit, counts, (target, wanted), stop) : counts.All(count => count.IsRight) ? 0 : 1;
    }

    /// <summary>Where the server does not say, nothing is excused by it.</summary>
    private static async Task<ServerLimits> LimitsAsync(InfluxTarget target, CancellationToken stop)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false };
        try
        {
            return await ServerLimitsProbe.AskAsync(target, handler, stop);
        }
        catch (IOException silent)
        {
            Console.WriteLine($"How long the server keeps what cannot be seen: {silent.Message}");
            return ServerLimits.None with { Keeps = target.KeepDays is { } days ? Duration.FromDays(days) : null };
        }
    }

    /// <summary>What is there too often, or of another journal, goes only with all of its series; what is missing is sent alone.</summary>
    private static async Task<int> RepairAsync(
        SeriesAudit audit, IReadOnlyList<SeriesCount> counts, (InfluxTarget Target, Wanted Wanted) how, CancellationToken stop)
    {
        using var writer = new InfluxWriter(SeriesServers.Open(how.Target, TimeProvider.System), TimeProvider.System);
        var isTooMuch = counts.Any(count => count.Doubled + count.Strange > 0);
        var report = how.Wanted == Wanted.Rewritten || isTooMuch ? await audit.RewriteAsync(writer, stop)
            : await audit.RepairAsync(counts.SelectMany(count => count.Missing), writer, stop);
        Console.WriteLine(report.Problem is { } problem ? $"Not repaired: {problem}"
            : $"Sent {report.Stored} lines once more ({report.Rejected.Count} refused). Run it again without "
                + $"{(how.Wanted == Wanted.Rewritten ? "--rewrite" : "--repair")} to see.");
        return report.IsSettled && report.Rejected.Count == 0 ? 0 : 1;
    }

    /// <exception cref="FormatException">No day.</exception>
    private static Instant? Day(string? text) => text is null ? null
        : LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var day } ? day.AtMidnight().InUtc().ToInstant()
        : throw new FormatException($"--from: '{text}' is no day such as 2026-11-01");
}
