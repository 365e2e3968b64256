using System.Text;
using Estate.Adapters.Mqtt;
using Estate.Adapters.Storage;
using Xunit;

namespace Estate.Adapters.Tests.Mqtt;

public sealed class PayloadRedactionTests
{
    [Theory]
    [InlineData("""{"data":{"card":"SECRET-CARD-9"}}""", "SECRET")]
    [InlineData("""{"data":{"card" : "SECRET""", "SECRET")]
    [InlineData("""{"CARD":"SECRET\"MORE"}""", "SECRET")]
    [InlineData("""{"card":12345678}""", "12345678")]
    [InlineData("""{"kard":"04:A1:B2:C3:D4"}""", "A1:B2")]
    [InlineData("""garbage 04A1B2C3D4E5 more""", "A1B2C3")]
    public void Nothing_that_could_be_a_card_is_kept(string payload, string secret) =>
        Assert.DoesNotContain(secret, Encoding.UTF8.GetString(PayloadRedaction.Redact(Encoding.UTF8.GetBytes(payload))), StringComparison.Ordinal);

    [Fact]
    public void What_is_kept_is_bounded() =>
        Assert.True(PayloadRedaction.Redact(Encoding.UTF8.GetBytes(new string('x', 1_000_000))).Length <= RejectedMessage.MaxPayload + 64);
}
