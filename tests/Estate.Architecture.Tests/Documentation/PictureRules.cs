using System.Text.RegularExpressions;

namespace Estate.Architecture.Tests.Documentation;

/// <summary>
/// A handbook shows a few small pictures, each with words for those who do not see it, and the same ones in both languages.
/// </summary>
internal static partial class PictureRules
{
    private const int Fewest = 3;
    private const int Most = 8;
    private const long MaxBytes = 80_000;
    private const long MaxBytesTogether = 1_800_000;

    private static readonly string[] Languages = [TwinRules.English, TwinRules.Chinese];

    /// <summary>The picture files of both languages and their sizes in bytes, by path from the repository's root.</summary>
    internal static IReadOnlyDictionary<string, long> Files() => Languages
        .Select(language => Path.Combine(SourceTree.Root, language, "pictures"))
        .Where(Directory.Exists).SelectMany(folder => new DirectoryInfo(folder).EnumerateFiles())
        .ToDictionary(file => Path.GetRelativePath(SourceTree.Root, file.FullName).Replace('\\', '/'), file => file.Length);

    internal static IEnumerable<string> PicturesAreShownAndSmall(DocumentTree tree, IReadOnlyDictionary<string, long> files)
    {
        var shown = Languages.SelectMany(tree.Under).ToDictionary(page => page.Key, page => Picture().Matches(page.Value));
        var named = shown.SelectMany(page => page.Value.Select(picture => PathOf(page.Key, picture))).ToHashSet();
        var english = shown.Keys.Where(page => page.StartsWith(TwinRules.English, StringComparison.Ordinal));
        return shown.SelectMany(page => OfPage(page.Key, page.Value, files))
            .Concat(english.SelectMany(page => Twins(page, shown)))
            .Concat(files.Keys.Where(file => !named.Contains(file)).Select(file => $"{file} is shown in no handbook"))
            .Concat(TooLarge(files));
    }

    private static IEnumerable<string> TooLarge(IReadOnlyDictionary<string, long> files)
    {
        foreach (var (file, bytes) in files.Where(file => file.Value > MaxBytes))
            yield return FormattableString.Invariant($"{file} has {bytes} bytes, more than {MaxBytes}");
        if (files.Values.Sum() is > MaxBytesTogether and var all)
            yield return FormattableString.Invariant($"all pictures together have {all} bytes, more than {MaxBytesTogether}");
    }

    private static IEnumerable<string> OfPage(string page, MatchCollection pictures, IReadOnlyDictionary<string, long> files)
    {
        if (pictures.Count is < Fewest or > Most)
            yield return FormattableString.Invariant($"{page} shows {pictures.Count} pictures; a handbook has {Fewest} to {Most}");
        foreach (Match picture in pictures)
        {
            if (picture.Groups[1].Value.Trim().Length == 0)
                yield return $"{page}: {picture.Groups[2]} has no words for those who do not see it";
            if (!files.ContainsKey(PathOf(page, picture)))
                yield return $"{page} shows {picture.Groups[2]}, which is not there (./estate screenshots takes it)";
        }
    }

    private static IEnumerable<string> Twins(string english, Dictionary<string, MatchCollection> shown)
    {
        var chinese = TwinRules.TwinOf(english);
        if (shown.TryGetValue(chinese, out var twin) && !twin.Select(Name).SequenceEqual(shown[english].Select(Name)))
            yield return $"{chinese} does not show the pictures of {english}, in their order";
    }

    private static string PathOf(string page, Match picture) => $"{page[..page.LastIndexOf('/')]}/{Name(picture)}";

    private static string Name(Match picture) => picture.Groups[2].Value;

    [GeneratedRegex(@"!\[([^\]]*)\]\(([^()\s]+)\)")]
    private static partial Regex Picture();
}
