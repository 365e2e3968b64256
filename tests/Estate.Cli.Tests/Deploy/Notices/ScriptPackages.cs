using System.Text.Json;
using Estate.TestKit;

namespace Estate.Cli.Tests.Deploy.Notices;

/// <summary>The pages' scripts where npm keeps them, by what their package.json says.</summary>
internal sealed class ScriptPackages(string root)
{
    /// <summary>Where this repository's were restored to.</summary>
    internal static ScriptPackages Restored() => new(Path.Combine(Repository.Root, "src", "Estate.Web", "obj", "pages", "node_modules"));

    /// <exception cref="InvalidOperationException">It is not restored, or nothing says under which licence it is.</exception>
    internal ShippedPackage Read(string name, string version)
    {
        var folder = PackageFolder.Existing(Path.Combine(root, name));
        var file = Path.Combine(folder, "package.json");
        using var document = JsonDocument.Parse(File.ReadAllText(file));
        var about = document.RootElement;
        if (Value(about, "version") is var restored && restored != version)
            throw new InvalidOperationException($"{name} is restored as {restored}, locked as {version}: build Estate.Web");
        var (text, notices) = (PackageFolder.LicenceText(folder), PackageFolder.Notices(folder));
        var package = new ShippedPackage(
            name, version, Value(about, "license"), CopyrightIn([.. notices, text ?? ""]) ?? "see its licence",
            Value(about, "homepage") ?? (about.TryGetProperty("repository", out var place) ? Value(place, "url") : null) ?? "")
        {
            LicenceText = text,
            Notices = notices,
        };
        return PackageFolder.Licensed(package, file);
    }

    /// <summary>Not the line to be filled in that the Apache licence ends on.</summary>
    private static string? CopyrightIn(IEnumerable<string> texts) =>
        texts.SelectMany(text => text.Split('\n')).Select(line => line.Trim())
            .FirstOrDefault(line => line.StartsWith("Copyright ", StringComparison.Ordinal) && !line.Contains('['));

    private static string? Value(JsonElement about, string name) =>
        about.ValueKind == JsonValueKind.Object && about.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString() : null;
}
