using Estate.Domain.Credentials;
using Xunit;

namespace Estate.Domain.Tests.Credentials;

public sealed class CardHasherTests
{
    private readonly CardHasher _hasher = new(new byte[CardHasher.KeyBytes]);

    [Theory]
    [InlineData("04A1B2C3")]
    [InlineData("04a1b2c3")]
    [InlineData("04:A1:B2:C3")]
    [InlineData("04 A1-B2 C3")]
    public void A_card_has_the_same_token_however_it_is_written(string card)
    {
        Assert.True(_hasher.TryHash("04A1B2C3", out var expected));
        Assert.True(_hasher.TryHash(card, out var token));
        Assert.Equal(expected, token);
        Assert.DoesNotContain("A1B2C3", token.Hex, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("")]
    [InlineData("123")]
    [InlineData("12 3-")]
    [InlineData("0441B2C3ü")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public void An_invalid_card_number_is_refused(string card) => Assert.False(_hasher.TryHash(card, out _));

    [Fact]
    public void Another_estates_key_gives_another_token()
    {
        var key = new byte[CardHasher.KeyBytes];
        key[0] = 1;
        _hasher.TryHash("04A1B2C3", out var here);
        new CardHasher(key).TryHash("04A1B2C3", out var there);
        Assert.NotEqual(here, there);
        Assert.Throws<ArgumentException>(() => new CardHasher([1, 2, 3]));
    }
}
