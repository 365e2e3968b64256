using System.Text;
using System.Text.Json;
using Estate.Adapters.Lorawan;
using NodaTime;
using Xunit;

namespace Estate.Adapters.Tests.Lorawan;

public sealed class UplinkTests
{
    private static readonly Instant At = Instant.FromUtc(2016, 5, 31, 7, 52);

    [Theory]
    [InlineData("""{"node_eui":"0A","data":"{52}","time":"2016-05-31T07:52:48.352Z"}""", null)]
    [InlineData("""{"node_eui":"0A","data":"{52}","time":"2016-05-31T07:52:48Z"}""", null)]
    [InlineData("""{"node_eui":"0A","data":"{52}","time":"2016-05-10T06:46:55.842603Z"}""", null)]
    [InlineData("""{"data":"{52}","time":"2016-05-31T07:52:48Z"}""", "node_eui is missing")]
    [InlineData("""{"node_eui":"0A","time":"2016-05-31T07:52:48Z"}""", "data is missing")]
    [InlineData("""{"node_eui":"0A","data":"{52}","time":"yesterday"}""", "time is missing, or not ISO 8601 UTC")]
    [InlineData("""{"node_eui":7,"data":"{52}","time":"2016-05-31T07:52:48Z"}""", "node_eui is missing")]
    [InlineData("[]", "node_eui is missing")]
    public void An_uplink_is_decoded_or_rejected_with_a_reason(string json, string? problem)
    {
        using var document = JsonDocument.Parse(json);
        var uplink = NetworkUplink.FromTtnV1(document.RootElement, out var told);
        Assert.Equal((problem, problem is null), (told, uplink is not null));
    }

    [Fact]
    public void The_same_payload_within_milliseconds_is_one_frame_and_seconds_later_is_another()
    {
        var door = new UplinkDeduplicator();
        bool Heard(int milliseconds, string payload, string eui = "0A") =>
            door.IsDuplicate(new(eui, At + Duration.FromMilliseconds(milliseconds), new(1, Encoding.ASCII.GetBytes(payload))));

        Assert.False(Heard(0, "{52}"));
        Assert.True(Heard(36, "{52}"));
        Assert.True(Heard(-30, "{52}"));
        Assert.False(Heard(40, "{53}"));
        Assert.False(Heard(45, "{52}", "0B"));
        Assert.False(Heard(9_540, "{53}"));
    }
}
