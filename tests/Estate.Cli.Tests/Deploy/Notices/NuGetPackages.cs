using System.Text.Json;
using System.Xml.Linq;
using Estate.TestKit;

namespace Estate.Cli.Tests.Deploy.Notices;

/// <summary>.NET packages where NuGet keeps them, by what their nuspec says.</summary>
internal sealed class NuGetPackages(string root)
{
    /// <summary>Where this repository's packages were restored to.</summary>
    internal static NuGetPackages Restored()
    {
        var assets = Path.Combine(Repository.Root, "src", "Estate.Cli", "obj", "project.assets.json");
        using var document = JsonDocument.Parse(File.ReadAllText(assets));
        return new(document.RootElement.GetProperty("packageFolders").EnumerateObject().First().Name);
    }

    /// <exception cref="InvalidOperationException">It is not restored, or nothing says under which licence it is.</exception>
    internal ShippedPackage Read(string name, string version)
    {
        var folder = PackageFolder.Existing(Path.Combine(root, name.ToLowerInvariant(), version.ToLowerInvariant()));
        var nuspec = Directory.GetFiles(folder, "*.nuspec").Single();
        var metadata = XDocument.Load(nuspec).Root!.Elements().First(element => element.Name.LocalName == "metadata");
        var licence = Element(metadata, "license");
        var file = licence?.Attribute("type")?.Value == "file" ? Path.Combine(folder, licence.Value.Trim()) : null;
        var package = new ShippedPackage(
            name, version, file is null ? Value(licence) : null,
            Value(Element(metadata, "copyright")) ?? "by " + Value(Element(metadata, "authors")),
            Value(Element(metadata, "projectUrl")) ?? Element(metadata, "repository")?.Attribute("url")?.Value ?? "")
        {
            LicenceText = file is null ? PackageFolder.LicenceText(folder) : PackageFolder.Read(file),
            Notices = PackageFolder.Notices(folder),
        };
        return PackageFolder.Licensed(package, nuspec);
    }

    private static XElement? Element(XElement metadata, string name) =>
        metadata.Elements().FirstOrDefault(element => element.Name.LocalName == name);

    private static string? Value(XElement? element) => element?.Value.Trim() is { Length: > 0 } value ? value : null;
}
