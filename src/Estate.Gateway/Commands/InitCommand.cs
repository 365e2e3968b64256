using System.CommandLine;
using Estate.Adapters.Storage;
using Estate.Gateway.Configuration;
using Estate.Gateway.Web;

namespace Estate.Gateway.Commands;

/// <summary>Makes what a first start needs: keys, credentials, the broker's configuration, an empty database.</summary>
internal static class InitCommand
{
    internal static Command Create()
    {
        var (estate, data) = (CommonOptions.Estate(), CommonOptions.Data());
        var command = new Command("init", "Create keys, device credentials and the broker's files; what exists stays") { estate, data };
        command.SetAction(parsed =>
        {
            var model = EstateFileReader.Read(parsed.GetRequiredValue(estate));
            var folder = new DataFolder(parsed.GetRequiredValue(data));
            BrokerSetup.Write(folder, model);
            folder.CardHasher();
            folder.EventKey();
            Operators.Load(folder);
            _ = new EstateDatabase(folder.Database);
            Console.WriteLine($"{folder.Root} is ready for {model.Site}: {model.Inventory.Count} devices");
        });
        return command;
    }
}
