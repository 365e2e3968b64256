using Estate.Domain.Credentials;

namespace Estate.TestKit;

/// <summary>A key for tests.</summary>
public static class TestCards
{
    public static readonly CardHasher Hasher = new(new byte[CardHasher.KeyBytes]);
}
