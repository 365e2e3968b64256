namespace Estate.Web.Search;

/// <summary>What somebody looks for: each word must be there, in any order, large and small letters alike.</summary>
internal sealed class SearchWords(string search)
{
    private readonly string[] _words = search.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    internal string Search { get; } = search;

    internal bool IsEmpty => _words.Length == 0;

    internal bool AreIn(string text) => Array.TrueForAll(_words, word => text.Contains(word, StringComparison.OrdinalIgnoreCase));
}
