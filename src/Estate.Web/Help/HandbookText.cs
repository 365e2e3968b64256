namespace Estate.Web.Help;

/// <summary>A handbook in one language, ready to be shown.</summary>
/// <param name="Pictures">The files it shows, by their names; no other file is served.</param>
public sealed record HandbookText(
    string Title, string Html, IReadOnlyList<HandbookSection> Sections, IReadOnlyDictionary<string, string> Pictures);
