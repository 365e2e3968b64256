using System.CommandLine;
using System.Text.RegularExpressions;
using Estate.Gateway.Configuration;
using Estate.Gateway.Profiles;

namespace Estate.Cli.Commands;

/// <summary>Options several commands share.</summary>
internal static partial class CommonOptions
{
    internal static Option<string> Estate() => new("--estate")
    {
        Description = "The estate's configuration file; without it ESTATE_FILE of the environment",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("ESTATE_FILE") ?? "deploy/reference/estate.yaml",
    };

    /// <summary>The estate as its file says, with what was changed on the gateway of that data folder.</summary>
    /// <exception cref="ConfigurationException">One of the two has errors.</exception>
    internal static EstateModel Model(string estate, DataFolder folder) =>
        EstateFileReader.Read(estate, InventoryChanges.Read(folder), ProfileBook.Of(folder));

    /// <exception cref="Adapters.Storage.SchemaException">Its database is of a newer program; nothing there was touched.</exception>
    internal static DataFolder Folder(string path)
    {
        var folder = new DataFolder(path);
        Adapters.Storage.EstateDatabase.RefuseNewer(folder.Database);
        return folder;
    }

    internal static Option<bool> BeginAnew() => new("--begin-anew")
    {
        Description = "Begin with an empty database although the folder had one that is gone: points, cards and people are lost",
    };

    internal static Option<string> Url() => new("--url")
    {
        Description = "The running gateway's address; without it ESTATE_URL of the environment",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("ESTATE_URL") ?? "http://127.0.0.1:8080",
    };

    /// <summary>
    /// Where that gateway is asked: of what <c>run --urls</c> takes the first, and this machine where it listens on every address.
    /// </summary>
    /// <exception cref="ConfigurationException">It is no address.</exception>
    internal static Uri Address(string url) =>
        Uri.TryCreate(Everywhere().Replace(url.Split(';')[0], "127.0.0.1"), UriKind.Absolute, out var address)
        && address.Scheme is "http" or "https"
        ? address
        : throw new ConfigurationException($"'{url}' 不是网址，应写成 http://127.0.0.1:8080 这样（--url 或环境变量 ESTATE_URL）。 / '{url}' is no address "
            + "such as http://127.0.0.1:8080: give the gateway's with --url, or in ESTATE_URL of the environment.");

    /// <summary>zh, en or both.</summary>
    internal static Option<string> Language()
    {
        var language = new Option<string>("--lang") { Description = "zh, en or both", DefaultValueFactory = _ => "both" };
        language.AcceptOnlyFromAmong("zh", "en", "both");
        return language;
    }

    internal static Option<string> Data() => new("--data")
    {
        Description = "The folder everything is written to; without it ESTATE_DATA of the environment",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("ESTATE_DATA") ?? "var",
    };

    [GeneratedRegex(@"(?<=^https?://)(\*|\+|0\.0\.0\.0|\[::\])(?=[:/]|$)")]
    private static partial Regex Everywhere();
}
