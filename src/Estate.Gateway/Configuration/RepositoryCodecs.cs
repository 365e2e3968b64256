using System.Text.Json.Nodes;
using Estate.Adapters.Codecs;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Estate.Gateway.Configuration;

/// <summary>
/// Codecs as The Things Network's device repository lays them out: a YAML file names the JavaScript file beside it and has examples of each
/// of its functions. The repository's other YAML files (vendors, devices, radio profiles) say nothing about payloads.
/// </summary>
internal static class RepositoryCodecs
{
    private const int MaxFileBytes = 1024 * 1024;

    private static readonly (string Member, string Function)[] Parts =
    [
        ("uplinkDecoder", CodecFunctions.DecodeUplink), ("downlinkEncoder", CodecFunctions.EncodeDownlink),
        ("downlinkDecoder", CodecFunctions.DecodeDownlink),
    ];

    private static readonly string[] Others = ["endDevices", "vendors", "profileIDs", "firmwareVersions", "macVersion"];

    /// <summary>All cases in a folder, at any depth.</summary>
    internal static IReadOnlyList<CodecCases> Find(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*.yaml", new EnumerationOptions { RecurseSubdirectories = true })
            .Order(StringComparer.Ordinal).SelectMany(Read)];

    /// <summary>It is one of the repository's files, and so no profile of ours.</summary>
    internal static bool IsOne(string path) =>
        TextOf(path) is { } text && Parts.Select(one => one.Member).Concat(Others).Any(name => HasMember(text, name));

    private static IEnumerable<CodecCases> Read(string path)
    {
        if (TextOf(path) is not { } text || !Parts.Any(one => HasMember(text, one.Member)))
            return [];
        try
        {
            return StrictYaml.OthersNodes(text) is YamlMappingNode root ? Parts.SelectMany(part => CasesOf(path, root, part)).ToList() : [];
        }
        catch (YamlException broken)
        {
            var place = $"line {broken.Start.Line}, column {broken.Start.Column}";
            return [new(path, "", path, "") { Problem = $"{place}: {StrictYaml.Words(broken)}" }];
        }
    }

    private static IEnumerable<CodecCases> CasesOf(string path, YamlMappingNode root, (string Member, string Function) part)
    {
        if (YamlMembers.Find(root, part.Member) is not YamlMappingNode definition
            || (YamlMembers.Find(definition, "fileName") as YamlScalarNode)?.Value is not { } file)
            yield break;
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var codec = Path.GetFullPath(file, folder);
        if (!codec.StartsWith(folder + "/", StringComparison.Ordinal))
        {
            yield return new(path, part.Function, path, "") { Problem = $"{part.Member}.fileName: '{file}' is not in this file's folder" };
            yield break;
        }
        var examples = (YamlMembers.Find(definition, "examples") as YamlSequenceNode)?.Children.OfType<YamlMappingNode>().ToList() ?? [];
        if (examples.Count > 0)
            yield return new(codec, part.Function, path, Text(examples, "input", "output"));
        var normalized = examples.Where(one => YamlMembers.Find(one, "normalizedOutput") is not null).ToList();
        if (normalized.Count > 0 && part.Function == CodecFunctions.DecodeUplink)
            yield return new(codec, CodecFunctions.NormalizeUplink, path, Text(normalized, "output", "normalizedOutput"));
    }

    private static string Text(IEnumerable<YamlMappingNode> examples, string input, string expected) =>
        new JsonArray([.. examples.Select(one => new JsonObject
        {
            ["name"] = (YamlMembers.Find(one, "description") as YamlScalarNode)?.Value ?? "",
            ["input"] = YamlJson.OfOthers(YamlMembers.Find(one, input)),
            ["expected"] = YamlJson.OfOthers(YamlMembers.Find(one, expected)),
        })]).ToJsonString();

    private static string? TextOf(string path) => new FileInfo(path).Length > MaxFileBytes ? null : File.ReadAllText(path);

    /// <summary>At the beginning of a line: a member of the file itself.</summary>
    private static bool HasMember(string text, string name) =>
        text.StartsWith(name + ":", StringComparison.Ordinal) || text.Contains("\n" + name + ":", StringComparison.Ordinal);
}
