using Estate.Domain.Credentials;

namespace Estate.TestKit;

/// <summary>Keys for tests, and no cards.</summary>
public static class TestCards
{
    public static readonly CardHasher Hasher = new(new byte[CardHasher.KeyBytes]);

    public static CardBook NoneFor(string purpose) => new(Hasher, new CardRegistry());
}
