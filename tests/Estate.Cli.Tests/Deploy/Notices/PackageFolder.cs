using System.Text.RegularExpressions;

namespace Estate.Cli.Tests.Deploy.Notices;

/// <summary>The texts in a restored package's own folder, with plain line ends.</summary>
internal static partial class PackageFolder
{
    /// <exception cref="InvalidOperationException">It is not there.</exception>
    internal static string Existing(string folder) => Directory.Exists(folder) ? folder
        : throw new InvalidOperationException($"{folder} is not restored: build Estate.sln first");

    internal static string? LicenceText(string folder) =>
        Files(folder, LicenceName()).Select(Read).FirstOrDefault();

    internal static IReadOnlyList<string> Notices(string folder)
    {
        var licences = Path.Combine(folder, "licenses");
        return [.. Files(folder, NoticeName()).Concat(Directory.Exists(licences) ? Files(licences, Any()) : []).Select(Read)];
    }

    internal static string Read(string file) =>
        string.Join('\n', File.ReadAllText(file).ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())).Trim('\n');

    /// <exception cref="InvalidOperationException">Nothing says under which licence it is.</exception>
    internal static ShippedPackage Licensed(ShippedPackage package, string where) =>
        package.Licence is not null || package.LicenceText is not null ? package
            : throw new InvalidOperationException(
                $"{package.Name} {package.Version} names no licence in {where}, and brings no text of one: "
                + "ask its makers, or do without it");

    private static IEnumerable<string> Files(string folder, Regex name) =>
        Directory.GetFiles(folder).Where(file => name.IsMatch(Path.GetFileName(file))).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"^licen[sc]e(\.(txt|md))?$", RegexOptions.IgnoreCase)]
    private static partial Regex LicenceName();

    [GeneratedRegex(@"^(third-?party-?notices|notice|copyrightnotice)(\.(txt|md))?$", RegexOptions.IgnoreCase)]
    private static partial Regex NoticeName();

    [GeneratedRegex("")]
    private static partial Regex Any();
}
