using Estate.Adapters.Storage;
using Estate.Domain.Credentials;

namespace Estate.Gateway.Configuration;

/// <summary>Keys and cards by purpose, made when first asked for.</summary>
internal sealed class CardBooks(DataFolder folder)
{
    private readonly Dictionary<string, CardBook> _books = [];

    internal CardBook For(string purpose) =>
        _books.TryGetValue(purpose, out var book) ? book : _books[purpose] = new(folder.CardHasher(purpose), new CardRegistry());

    /// <summary>The purposes any kind of device has cards for.</summary>
    internal static IReadOnlyCollection<string> Known(DataFolder folder)
    {
        var books = new CardBooks(folder);
        DeviceKinds.All(books.For, NodaTime.DateTimeZone.Utc);
        return books._books.Keys;
    }

    internal void Restore(EstateReader reader)
    {
        foreach (var (purpose, book) in _books)
            reader.Restore(book.Cards, purpose);
    }
}
