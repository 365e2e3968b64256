using System.Text;
using System.Text.RegularExpressions;
using Estate.TestKit;

namespace Estate.Cli.Tests.Deploy.Notices;

/// <summary>The file THIRD-PARTY-NOTICES, made of what the lock files name and the restored packages say.</summary>
internal static partial class ThirdPartyNotices
{
    internal static string Location { get; } = Path.Combine(Repository.Root, "THIRD-PARTY-NOTICES");

    /// <exception cref="InvalidOperationException">A package is not restored, or has no licence.</exception>
    internal static string Text()
    {
        var (nuget, npm) = (NuGetPackages.Restored(), ScriptPackages.Restored());
        var builders = BuildTools();
        var packages = LockFiles.Shipped.SelectMany(LockFiles.Packages).Where(one => !builders.Contains(one.Name)).Distinct()
            .OrderBy(one => one.Name, StringComparer.OrdinalIgnoreCase).Select(one => nuget.Read(one.Name, one.Version)).ToList();
        var scripts = LockFiles.Scripts(LockFiles.PageScripts)
            .OrderBy(one => one.Name, StringComparer.OrdinalIgnoreCase).Select(one => npm.Read(one.Name, one.Version)).ToList();
        var text = new StringBuilder(
            $"""
            The work of others that is shipped with the estate gateway, with its licences.

            Written by "./estate notices" from what the lock files name and the restored packages say; a test compares the two. Listed are
            all packages of the gateway, of the simulated devices and of the pages, also those that come with another:
              {string.Join("\n  ", LockFiles.Shipped.Append(LockFiles.PageScripts).Select(Place))}
            Not shipped, and not listed, are packages of tests and measurements, and what only builds:
              {string.Join("\n  ", builders)}
            The .NET runtime is in the gateway's packages; its notices lie in notices/. The broker is installed beside it, with its own.

            """.ReplaceLineEndings("\n"));
        List(text, ".NET packages", packages);
        List(text, "Scripts of the pages", scripts);
        List<ShippedPackage> all = [.. packages, .. scripts];
        Texts(text, "Licences", all.Select(one => (one, LicenceTexts.Of(one))));
        Texts(
            text, "What packages say of the work of others within them",
            all.SelectMany(one => one.Notices.SelectMany(Parts).Select(part => (one, part))));
        return text.ToString();
    }

    /// <summary>Of every project, and of none when it runs.</summary>
    private static List<string> BuildTools()
    {
        var properties = File.ReadAllText(Path.Combine(Repository.Root, "Directory.Packages.props"));
        return [.. GlobalPackage().Matches(properties).Select(match => match.Groups[1].Value)];
    }

    private static string Place(string file) => Path.GetRelativePath(Repository.Root, file);

    private static void List(StringBuilder text, string title, List<ShippedPackage> packages)
    {
        Title(text, title);
        foreach (var one in packages)
        {
            var licence = one.Licence ?? "a licence of its own, below";
            string[] lines = ["", $"{one.Name} {one.Version}", $"  {licence}", $"  {one.Copyright}", $"  {one.Address}"];
            text.AppendJoin('\n', lines.Where(line => line != "  ")).Append('\n');
        }
    }

    /// <summary>Each text once, under the packages it came with.</summary>
    private static void Texts(StringBuilder text, string title, IEnumerable<(ShippedPackage Package, string Text)> all)
    {
        Title(text, title);
        foreach (var same in all.GroupBy(one => Spaces().Replace(one.Text, " ").Trim()))
            text.Append("\n--- ").AppendJoin(", ", same.Select(one => WithoutSystem(one.Package.Name)).Distinct())
                .Append("\n\n").Append(same.First().Text.Trim('\n')).Append('\n');
    }

    /// <summary>The same package for another system has the same texts.</summary>
    private static string WithoutSystem(string name) => RuntimeOfSystem().Replace(name, "runtime.*.");

    /// <summary>Microsoft's packages repeat each other's notices: one part for each work they contain.</summary>
    private static IEnumerable<string> Parts(string notices) => NoticeBegins().Split(notices).Where(part => part.Trim().Length > 0);

    private static void Title(StringBuilder text, string title) =>
        text.Append("\n\n").Append(title).Append('\n').Append('=', title.Length).Append('\n');

    [GeneratedRegex("""<GlobalPackageReference Include="([^"]+)" """)]
    private static partial Regex GlobalPackage();

    [GeneratedRegex(@"^runtime\.[a-z]+-[a-z0-9-]+\.")]
    private static partial Regex RuntimeOfSystem();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"^(?=License notice for )", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex NoticeBegins();
}
