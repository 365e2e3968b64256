using System.CommandLine;
using System.Globalization;
using Estate.Adapters.Storage;
using Estate.Adapters.Storage.Privacy;
using Estate.Cli.Privacy;
using Estate.Gateway;
using Estate.Gateway.Backup;
using Estate.Gateway.Configuration;
using Estate.Gateway.People;

namespace Estate.Cli.Commands;

/// <summary>How long it is kept who did what, and proof that it is no longer.</summary>
internal static class RetentionCommand
{
    internal static Command Create()
    {
        var (estate, data) = (CommonOptions.Estate(), CommonOptions.Data());
        var run = new Command(
            "run", "Delete what is older than it may be, now, and prove that nothing of it is left; also while the gateway runs")
        {
            estate, data,
        };
        run.SetAction(async (parsed, stop) =>
        {
            var (retention, model, proof) = Of(parsed.GetRequiredValue(estate), parsed.GetRequiredValue(data));
            var report = await retention.RunAsync(model.Retention, Caller.Local, TimeProvider.System, stop);
            foreach (var line in report.Lines)
                Console.WriteLine(Row(line, string.Create(CultureInfo.InvariantCulture, $"{line.Erased,8} gone, {line.Left,6} left")));
            Console.WriteLine(
                report.IsLogEmpty ? "Nothing of it is on the pages of the file, nor in its log."
                : "The log (estate.db-wal) could not be emptied, because somebody reads: run it again.");
            // Where the disk with the backups is not plugged in, the proof says so.
            if (model.Backup is null || Directory.Exists(model.Backup.Folder))
                foreach (var copy in new OldCopies(model, new DataFolder(parsed.GetRequiredValue(data))).Due(TokensCommand.Now))
                    File.Delete(copy);
            return PrintPlaces(await proof.FindAsync(stop)) && report.Left == 0 && report.IsLogEmpty ? 0 : 1;
        });
        var status = new Command(
            "status", "When the last run was, what is due now, and whether people are where none may be") { estate, data };
        status.SetAction(async (parsed, stop) =>
        {
            var (retention, model, proof) = Of(parsed.GetRequiredValue(estate), parsed.GetRequiredValue(data));
            Console.WriteLine(
                retention.Last() is { } last ? $"Last run {last.At} by {last.By}: {last.Target}, {last.Detail}" : "No run yet.");
            foreach (var line in retention.Due(model.Retention, TokensCommand.Now))
                Console.WriteLine(Row(line, string.Create(CultureInfo.InvariantCulture, $"{line.Left,8} due")));
            return PrintPlaces(await proof.FindAsync(stop)) ? 0 : 1;
        });
        return new Command("retention", "How long it is kept who did what") { run, status };
    }

    /// <returns>False where somebody was found.</returns>
    private static bool PrintPlaces(IReadOnlyList<PlaceProof> places)
    {
        foreach (var (place, found, words) in places)
            Console.WriteLine(found switch
            {
                null => $"{place,-20} could not be asked: {words}",
                { Count: 0 } => $"{place,-20} nobody ({words})",
                _ => $"{place,-20} FOUND {string.Join(' ', found)}: people may be in it; remove it there",
            });
        return places.All(place => place.Found is null or { Count: 0 });
    }

    private static string Row(RetentionLine line, string what) => $"{line.Name,-20} before {line.Cutoff.InUtc().Date:uuuu-MM-dd}  {what}";

    private static (Retention Retention, EstateModel Model, ElsewhereProof Proof) Of(string estate, string data)
    {
        var folder = new DataFolder(data);
        var model = CommonOptions.Model(estate, folder);
        var database = folder.OpenDatabase();
        var kinds = DeviceKinds.All(new CardBooks(folder).For, model.Programme.Zone);
        var retention = new Retention(database, new EstateReader(database, kinds), new AuditChain(database, folder.AuditKey()), kinds)
        {
            Progress = new Progress<string>(Console.Error.WriteLine),
        };
        return (retention, model, new(model, folder, kinds, TimeProvider.System));
    }
}
