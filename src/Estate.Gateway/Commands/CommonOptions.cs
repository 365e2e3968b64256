using System.CommandLine;

namespace Estate.Gateway.Commands;

/// <summary>Options several commands share.</summary>
internal static class CommonOptions
{
    internal static Option<string> Estate() => new("--estate")
    {
        Description = "The estate's configuration file",
        DefaultValueFactory = _ => "deploy/reference/estate.yaml",
    };

    internal static Option<string> Data() => new("--data")
    {
        Description = "The folder everything is written to",
        DefaultValueFactory = _ => "var",
    };
}
