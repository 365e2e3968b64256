using System.Text;
using Estate.Adapters.Mqtt;
using Estate.Adapters.Storage;
using Estate.Domain.Bins;
using Estate.Domain.Credentials;
using Xunit;

namespace Estate.Adapters.Tests.Mqtt;

public sealed class PayloadRedactionTests
{
    private readonly PayloadRedaction _redaction = new([new StationKind(new CardHasher(new byte[CardHasher.KeyBytes]))], "s1");

    [Theory]
    [InlineData("""{"data":{"card":"SECRET-CARD-9"}}""")]
    [InlineData("""{"data":{"card" : "SECRET""")]
    [InlineData("""{"CARD":"SECRET\"SECRET"}""")]
    [InlineData("""{'card':'04 A3 2B 9F SECRET'}""")]
    [InlineData("""{"card":{"uid":"SECRET"}}""")]
    [InlineData("""{"c\u0061rd":"SECRET"}""")]
    [InlineData("""{"SECRET":1,"SECRET":2}""")]
    [InlineData("garbage SECRET more")]
    public void Anything_that_could_be_a_card_is_removed(string payload) =>
        Assert.DoesNotContain("SECRET", Redact(payload), StringComparison.OrdinalIgnoreCase);

    [Theory]
    [InlineData("""{"card":12345678}""")]
    [InlineData("""{"card":[4, 163, 43, 159]}""")]
    [InlineData("estate/s1/bins/0412345678/event")]
    public void All_digits_are_removed(string payload) =>
        Assert.DoesNotMatch("[0-9]{2}", Redact(payload).Replace("s1", "", StringComparison.Ordinal));

    [Fact]
    public void The_JSON_shape_and_protocol_words_stay() =>
        Assert.Equal(
            """{"id":"********","type":"deposit","data":{"session":null,"grams":-*}}""",
            Redact("""{"id":"1772400000-12","type":"deposit","data":{"session":null,"grams":-5}}""").Replace(
                "********-**", "********", StringComparison.Ordinal));

    [Fact]
    public void The_redacted_payload_is_bounded() =>
        Assert.True(_redaction.Redact(Encoding.UTF8.GetBytes(new string('{', 1_000_000))).Length <= RejectedMessage.MaxPayload);

    private string Redact(string payload) => Encoding.UTF8.GetString(_redaction.Redact(Encoding.UTF8.GetBytes(payload)));
}
