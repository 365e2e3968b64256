using System.CommandLine;
using Estate.Adapters.Storage;
using Estate.Adapters.Storage.Damage;
using Estate.Gateway.Configuration;
using Estate.Gateway.People;

namespace Estate.Cli.Commands;

/// <summary>Rows the disk had damaged and a start set aside: which, why, and away with them once nobody needs them.</summary>
internal static class RowsCommand
{
    internal static Command Create()
    {
        var data = CommonOptions.Data();
        var list = new Command("list", "Which rows were set aside, and why") { data };
        list.SetAction(parsed =>
        {
            var kept = Of(CommonOptions.Folder(parsed.GetRequiredValue(data))).Kept();
            foreach (var row in kept)
                Console.WriteLine(row);
            Console.WriteLine(kept.Count == 0 ? "no row was set aside"
                : $"{kept.Count} rows. estate restore brings back the last backup; estate rows forget gives them up");
        });
        var forget = new Command("forget", "Give up what was set aside; the gateway stops telling of it with its next start") { data };
        forget.SetAction(parsed =>
        {
            var folder = CommonOptions.Folder(parsed.GetRequiredValue(data));
            var audit = new AuditChain(folder.OpenDatabase(), folder.AuditKey());
            Console.WriteLine($"{Of(folder).Forget(audit, TokensCommand.Now, Caller.Local)} rows forgotten");
        });
        return new Command("rows", "Damaged rows of the database that a start set aside") { list, forget };
    }

    private static DamagedRows Of(DataFolder folder) => new(folder.OpenDatabase(), []);
}
