using System.CommandLine;
using Estate.Gateway.Configuration;

namespace Estate.Gateway.Commands;

/// <summary>Options several commands share.</summary>
internal static class CommonOptions
{
    internal static Option<string> Estate() => new("--estate")
    {
        Description = "The estate's configuration file; without it ESTATE_FILE of the environment",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("ESTATE_FILE") ?? "deploy/reference/estate.yaml",
    };

    /// <summary>The estate as its file says, with what was changed on the gateway of that data folder.</summary>
    /// <exception cref="ConfigurationException">One of the two has mistakes.</exception>
    internal static EstateModel Model(string estate, DataFolder folder) => EstateFileReader.Read(estate, InventoryChanges.Read(folder));

    /// <exception cref="Adapters.Storage.SchemaException">Its database is of a newer program; nothing there was touched.</exception>
    internal static DataFolder Folder(string path)
    {
        var folder = new DataFolder(path);
        Adapters.Storage.EstateDatabase.RefuseNewer(folder.Database);
        return folder;
    }

    internal static Option<string> Url() => new("--url") { Description = "The running gateway's address", DefaultValueFactory = _ => "http://127.0.0.1:8080" };

    internal static Option<string> Data() => new("--data")
    {
        Description = "The folder everything is written to; without it ESTATE_DATA of the environment",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("ESTATE_DATA") ?? "var",
    };
}
