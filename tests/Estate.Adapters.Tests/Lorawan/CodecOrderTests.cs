using System.Text;
using Estate.Adapters.Codecs;
using Estate.Adapters.Lorawan;
using Estate.Domain.Devices;
using NodaTime;
using Xunit;

namespace Estate.Adapters.Tests.Lorawan;

/// <summary>What a maker's codec wrote, as its network server is told it; nonsense is not.</summary>
public sealed class CodecOrderTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 30, 8, 0);
    private static readonly Command Cut = new("c", new("charger", "x"), "cut", Now, Now + Duration.FromSeconds(30), []);

    [Theory]
    [InlineData(
        "application/a1/device/0a/event/up", "application/a1/device/0a/command/down",
        """{"devEui":"0a","confirmed":false,"fPort":223,"data":"AP8=","expiresAt":"2026-11-30T08:00:30Z"}""")]
    [InlineData(
        "v3/app@tenant/devices/up/up", "v3/app@tenant/devices/up/down/push",
        """{"downlinks":[{"f_port":223,"frm_payload":"AP8=","priority":"HIGH"}]}""")]
    public void Each_network_server_is_told_beside_where_it_speaks(string uplink, string topic, string text)
    {
        var downlink = Write("""{"bytes":[0,255],"fPort":223}""", out var problem, uplink);

        Assert.Null(problem);
        Assert.Equal((topic, text), (downlink!.Value.Topic, Encoding.UTF8.GetString(downlink.Value.Payload)));
    }

    [Theory]
    [InlineData("""{"fPort":1}""", "it returned no bytes")]
    [InlineData("""{"bytes":[],"fPort":1}""", "it returned no bytes")]
    [InlineData("""{"bytes":"AA==","fPort":1}""", "it returned no bytes")]
    [InlineData("""{"bytes":[256],"fPort":1}""", "its bytes are not all whole numbers, 0 to 255")]
    [InlineData("""{"bytes":[-1],"fPort":1}""", "its bytes are not all whole numbers, 0 to 255")]
    [InlineData("""{"bytes":[1.5],"fPort":1}""", "its bytes are not all whole numbers, 0 to 255")]
    [InlineData("""{"bytes":[null],"fPort":1}""", "its bytes are not all whole numbers, 0 to 255")]
    [InlineData("""{"bytes":[1]}""", "its fPort is missing, or not 1 to 223")]
    [InlineData("""{"bytes":[1],"fPort":0}""", "its fPort is missing, or not 1 to 223")]
    [InlineData("""{"bytes":[1],"fPort":224}""", "its fPort is missing, or not 1 to 223")]
    [InlineData("""{"bytes":[1],"fPort":"2"}""", "its fPort is missing, or not 1 to 223")]
    public void Nonsense_is_refused(string result, string expected)
    {
        Assert.Null(Write(result, out var problem));
        Assert.Equal(expected, problem);
    }

    [Fact]
    public void More_bytes_than_a_frame_holds_are_refused()
    {
        Assert.NotNull(Write($$"""{"bytes":[{{string.Join(',', Enumerable.Repeat(1, 242))}}],"fPort":1}""", out _));
        Assert.Null(Write($$"""{"bytes":[{{string.Join(',', Enumerable.Repeat(1, 243))}}],"fPort":1}""", out var problem));
        Assert.Equal("it returned 243 bytes, at most 242", problem);
    }

    [Fact]
    public void What_the_codec_refuses_itself_is_its_reason()
    {
        var order = new CodecOrder(Cut, new("x.js", ""), default, "application/a/device/b/event/up", "b");

        Assert.Null(order.Write(CodecResult.Failed(CodecFailure.Refused, "no such relay"), out var problem));
        Assert.Equal("no such relay", problem);
    }

    private static Downlink? Write(string result, out string? problem, string uplink = "application/a/device/b/event/up") =>
        new CodecOrder(Cut, new("x.js", ""), default, uplink, "0a").Write(
            CodecResult.Of(Encoding.UTF8.GetBytes(result), null), out problem);
}
