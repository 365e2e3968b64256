using System.Collections.Concurrent;

namespace Estate.Web.Help;

/// <summary>The handbooks' texts, each made when somebody first asks for it and kept from then on.</summary>
/// <param name="folder">Holds en/ and zh/, each with its handbooks and their pictures/.</param>
internal sealed class HandbookShelf(string folder)
{
    /// <summary>Where the build puts them, beside the program.</summary>
    internal static string Installed { get; } = Path.Combine(AppContext.BaseDirectory, "handbooks");

    private readonly ConcurrentDictionary<(string Name, string Language), HandbookText> _texts = [];

    /// <param name="language">en or zh, as the folders are called.</param>
    internal HandbookText Find(Handbook book, string language) =>
        _texts.GetOrAdd((book.Name, language), _ => new HandbookMarkdown(book, language, Path.Combine(folder, language)).Render());
}
