using System.CommandLine;
using Estate.Adapters.Storage;
using Estate.Gateway.Configuration;
using Estate.Gateway.People;

namespace Estate.Cli.Commands;

/// <summary>Registers residents' cards.</summary>
internal static class CardsCommand
{
    internal static Command Create()
    {
        var data = CommonOptions.Data();
        var file = new Argument<FileInfo>("file") { Description = "CSV lines: household,card with nothing, blocked or needs_time behind" };
        var purpose = new Option<string>("--for")
        { Description = "For points, or a kind of device that reads cards, such as gate", DefaultValueFactory = _ => "points" };
        var import = new Command("import", "Register cards from a file; only a keyed hash of each is stored") { file, data, purpose };
        import.SetAction(parsed =>
        {
            var folder = CommonOptions.Folder(parsed.GetRequiredValue(data));
            var target = parsed.GetRequiredValue(purpose);
            if (!CardBooks.Known(folder).Contains(target))
                throw new ConfigurationException($"--for: '{target}' is not one of {string.Join(", ", CardBooks.Known(folder))}");
            var database = folder.OpenDatabase();
            var count = CardImport.Run(database, folder.CardHasher(target), File.ReadLines(parsed.GetRequiredValue(file).FullName), target);
            new AuditChain(database, folder.AuditKey())
                .Append(new(TokensCommand.Now, Caller.Local, CardImport.Imported, target, $"{count} cards"));
            Console.WriteLine($"{count} cards registered. A running gateway reads them within a minute.");
        });
        return new Command("cards", "Residents' cards") { import };
    }
}
