using System.Text;
using Estate.Adapters.Codecs;
using Estate.Gateway.Configuration;

namespace Estate.Gateway.Profiles;

/// <summary>
/// The estate's own codecs in its data folder, each with its makers' cases beside it, so that they can be run again. The version before is
/// kept, until it is needed again or is replaced itself.
/// </summary>
internal sealed class CodecShelf(DataFolder folder)
{
    private const string Kept = ".before";

    /// <summary>As they stand there, by name.</summary>
    internal IReadOnlyList<Codec> All => !Directory.Exists(folder.Profiles) ? []
        : [.. Directory.EnumerateFiles(folder.Profiles, "*.js").Order(StringComparer.Ordinal)
            .Where(path => new FileInfo(path).Length <= CodecLimits.MaxSourceBytes)
            .Select(path => new Codec(Path.GetFileName(path), File.ReadAllText(path)))];

    internal Codec? Find(string name) => All.FirstOrDefault(one => one.Name == name);

    internal bool HasBefore(string name) => File.Exists(PathOf(name) + Kept);

    /// <summary>In place of one of the same name; its makers' cases with it.</summary>
    internal void Put(Codec codec, IEnumerable<CodecCases> cases)
    {
        if (Find(codec.Name) is { } before && before.Hash != codec.Hash)
            DataFolder.WritePrivate(PathOf(codec.Name) + Kept, Encoding.UTF8.GetBytes(before.Source));
        DataFolder.WritePrivate(PathOf(codec.Name), Encoding.UTF8.GetBytes(codec.Source));
        var written = cases.Select(one => (File: CodecFolder.FileOf(one), one.Text)).Where(one => one.File is not null)
            .DistinctBy(one => one.File).ToDictionary(one => one.File!, one => one.Text);
        foreach (var file in CaseFilesOf(codec.Name))
            if (written.TryGetValue(file, out var text))
                DataFolder.WritePrivate(Path.Combine(folder.Profiles, file), Encoding.UTF8.GetBytes(text));
            else
                // Those of the version before say nothing about this one.
                File.Delete(Path.Combine(folder.Profiles, file));
    }

    /// <summary>Takes it away; the version before is back then, where one was kept.</summary>
    internal void Remove(string name)
    {
        foreach (var file in CaseFilesOf(name))
            File.Delete(Path.Combine(folder.Profiles, file));
        if (HasBefore(name))
            File.Move(PathOf(name) + Kept, PathOf(name), overwrite: true);
        else
            File.Delete(PathOf(name));
    }

    /// <summary>What is there once it is removed; null for nothing.</summary>
    internal string? Before(string name) => HasBefore(name) ? File.ReadAllText(PathOf(name) + Kept) : null;

    private string PathOf(string name) => Path.Combine(folder.Profiles, name);

    private static IEnumerable<string> CaseFilesOf(string name) =>
        new[] { CodecFunctions.DecodeUplink, CodecFunctions.EncodeDownlink }
            .Select(function => CodecFolder.FileOf(new(name, function, "", ""))!);
}
