namespace Estate.Web.Shared;

/// <summary>Names in a sentence: the first of them, and how many more there are.</summary>
internal static class NameList
{
    private const int Shown = 50;

    internal static string Of(Language language, IReadOnlyCollection<string> names) =>
        string.Join(language.Pick("、", ", "), names.Take(Shown))
        + (names.Count > Shown ? language.Pick($" 等 {names.Count} 个", $" and {names.Count - Shown} more") : "");
}
