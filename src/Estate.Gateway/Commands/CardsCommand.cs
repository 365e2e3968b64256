using System.CommandLine;
using Estate.Adapters.Storage;
using Estate.Gateway.Configuration;

namespace Estate.Gateway.Commands;

/// <summary>Registers residents' cards.</summary>
internal static class CardsCommand
{
    internal static Command Create()
    {
        var data = CommonOptions.Data();
        var file = new Argument<FileInfo>("file") { Description = "CSV lines: household,card or household,card,blocked" };
        var import = new Command("import", "Register cards from a file; only a keyed hash of each number is stored") { file, data };
        import.SetAction(parsed =>
        {
            var folder = new DataFolder(parsed.GetRequiredValue(data));
            var count = CardImport.Run(new EstateDatabase(folder.Database), folder.CardHasher(), File.ReadLines(parsed.GetRequiredValue(file).FullName));
            Console.WriteLine($"{count} cards registered. A running gateway reads them at its next start.");
        });
        return new Command("cards", "Residents' cards") { import };
    }
}
