using System.CommandLine;
using Estate.Gateway.Configuration;
using Estate.Gateway.People;

namespace Estate.Cli.Commands;

/// <summary>Makes what a first start needs: keys, credentials, the broker's configuration, an empty database.</summary>
internal static class InitCommand
{
    internal static Command Create()
    {
        var (estate, data) = (CommonOptions.Estate(), CommonOptions.Data());
        var demo = new Option<bool>("--demo")
        {
            Description = "Also make people of a demonstration, one of each role; their names and "
            + "passwords are in secrets/demonstration.csv"
        };
        var anew = CommonOptions.BeginAnew();
        var command = new Command(
            "init", "Create keys, device credentials and the broker's files; what exists stays") { estate, data, demo, anew };
        command.SetAction(parsed =>
        {
            var folder = CommonOptions.Folder(parsed.GetRequiredValue(data));
            var model = CommonOptions.Model(parsed.GetRequiredValue(estate), folder);
            InventoryCheck.Pass(model);
            BrokerSetup.Write(folder, model);
            var database = folder.OpenDatabase(parsed.GetValue(anew));
            folder.CardHasher();
            folder.EventKey();
            folder.PeopleKey();
            folder.BackupKey();
            if (parsed.GetValue(demo))
                Demonstration.Make(folder, database);
            Console.WriteLine($"{folder.Root} is ready for {model.Site}: {model.Inventory.Count} devices");
        });
        return command;
    }
}
