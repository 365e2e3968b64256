namespace Estate.Cli.Tests.Deploy.Notices;

/// <summary>Somebody else's work that is shipped with ours.</summary>
/// <param name="Licence">An SPDX expression; null where only the text it brings says it.</param>
/// <param name="Copyright">As it states it, or else who made it.</param>
internal sealed record ShippedPackage(
    string Name, string Version, string? Licence, string Copyright, string Address)
{
    /// <summary>The text it brings; null where it brings none.</summary>
    internal string? LicenceText { get; init; }

    /// <summary>What it says of the work of others within it.</summary>
    internal IReadOnlyList<string> Notices { get; init; } = [];
}
