using Estate.Domain.Devices;
using Estate.Domain.People;

namespace Estate.Cli.Privacy;

/// <summary>Who may read what on the site: docs/access.md as built in; its rows are made from the endpoints.</summary>
internal static class AccessTable
{
    private const string Page = "access.md";
    private const string Read = "GET ";

    /// <summary>Addresses that show something and want a login, by who may; the roles in the order of the enumeration.</summary>
    internal static IReadOnlyList<(IReadOnlyList<Role> Roles, IReadOnlyList<string> Paths)> Readers { get; } =
    [
        .. from line in Lines()
           let cells = line.Split('|')
           where line.StartsWith($"| `{Read}", StringComparison.Ordinal)
           where RolesOf(cells[2]).Count > 0
           group cells[1].Trim(' ', '`')[Read.Length..] by cells[2] into same
           select (RolesOf(same.Key), (IReadOnlyList<string>)[.. same]),
    ];

    private static IEnumerable<string> Lines()
    {
        using var reader = new StreamReader(typeof(AccessTable).Assembly.GetManifestResourceStream(Page)!);
        while (reader.ReadLine() is { } line)
            yield return line;
    }

    /// <summary>Empty for everybody.</summary>
    private static IReadOnlyList<Role> RolesOf(string cell) =>
        [.. Enum.GetValues<Role>().Where(role => cell.Split(',', StringSplitOptions.TrimEntries).Contains(WireName.Of(role)))];
}
