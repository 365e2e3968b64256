using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Estate.Architecture.Tests.Documentation;

/// <summary>
/// A handbook exists in both languages. The first line of the Chinese one holds the beginning of the SHA-256 of the English
/// text it was written for, so that an English page cannot change alone.
/// </summary>
internal static partial class TwinRules
{
    internal const string English = "docs/en/";
    internal const string Chinese = "docs/zh/";

    private const int Letters = 12;

    internal static IEnumerable<string> ChinesePagesFollowTheEnglish(DocumentTree tree)
    {
        foreach (var (path, text) in tree.Under(English))
        {
            var twin = TwinOf(path);
            var wanted = $"<!-- {path} {Seal(text)} -->";
            if (!tree.Pages.TryGetValue(twin, out var chinese))
                yield return $"{path} has no Chinese twin: write {twin}, first line {wanted}";
            else if (FirstLine().Match(chinese) is not { Success: true } first)
                yield return $"{twin} does not say what it was written for: its first line is {wanted}";
            else if (first.Value != wanted)
                yield return $"{path} changed since {twin} was written: change the Chinese text too, then its first line to {wanted}";
        }
        foreach (var (path, _) in tree.Under(Chinese))
            if (!tree.Pages.ContainsKey(English + path[Chinese.Length..]))
                yield return $"{path} has no English twin {English}{path[Chinese.Length..]}";
    }

    /// <summary>Of an English page, the path of the Chinese one.</summary>
    internal static string TwinOf(string english) => Chinese + english[English.Length..];

    internal static string Seal(string text) =>
        "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..Letters];

    [GeneratedRegex(@"\A<!-- .+ -->")]
    private static partial Regex FirstLine();
}
