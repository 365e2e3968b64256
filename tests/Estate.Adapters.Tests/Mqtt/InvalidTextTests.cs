using System.Text;
using Estate.Adapters.Lorawan;
using Estate.Adapters.Mqtt;
using Estate.Domain.Charging;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;
using Estate.Domain.Parking;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Adapters.Tests.Mqtt;

/// <summary>A text that is none (half a letter, bytes that are no UTF-8, a number in its place) is refused, in words of ours.</summary>
public sealed class InvalidTextTests
{
    private const string Mark = "@";
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 29, 12, 0);

    private static readonly DeviceSettings Sensor =
        new(new("parking", "a1"), new Dictionary<string, string> { ["dev_eui"] = "0101010101010101" }) { Profile = TestProfiles.Bay };

    private static readonly byte[][] Odd =
    [
        .. new[] { "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\ud800\"", "7", "true", "null", "{}", "[]" }.Select(Encoding.UTF8.GetBytes),
        [(byte)'"', 0xC0, 0x80, (byte)'"'],
        [(byte)'"', 0xE4, 0xB8, (byte)'"'],
    ];

    private readonly MessageDecoder _decoder;

    public InvalidTextTests()
    {
        IDeviceKind[] kinds = [new BaySensorKind(), new ChargerKind(new CardHasher(new byte[CardHasher.KeyBytes]), DateTimeZone.Utc)];
        var plug = new DeviceSettings(new("charger", "plug"), new Dictionary<string, string> { ["sockets"] = "1" })
        { Profile = TestProfiles.Plug };
        _decoder = new("s1", kinds, [Sensor.Device, plug.Device], new byte[32])
        {
            Network = new NetworkServerInput([Sensor]),
            Foreign = new ForeignTopics([plug]),
        };
    }

    [Theory]
    [InlineData("application/a/device/x/event/up", """{"deviceInfo":{"devEui":@},"fPort":1,"data":"AQ=="}""")]
    [InlineData("application/a/device/x/event/up", """{"deviceInfo":{"devEui":"0101010101010101"},"fPort":1,"data":@}""")]
    [InlineData("application/a/device/x/event/up", """{"deviceInfo":{"devEui":"0101010101010101"},"time":@,"fPort":1,"data":"AQ=="}""")]
    [InlineData("v3/a/devices/b/up", """{"end_device_ids":{"dev_eui":@},"uplink_message":{"f_port":1,"frm_payload":"AQ=="}}""")]
    [InlineData("v3/a/devices/b/up", """{"end_device_ids":{"dev_eui":"0101010101010101"},"uplink_message":{"f_port":1,"frm_payload":@}}""")]
    [InlineData("plug/status", """{"watt":1,"chip":{"temp":40},"unit":@}""")]
    [InlineData("plug/status", """{"on":@}""")]
    [InlineData("estate/s1/parking/a1/event", """{"id":@,"boot":1,"seq":1,"at":1,"clock":"synced","type":"occupancy","data":{}}""")]
    [InlineData("estate/s1/parking/a1/event", """{"id":"1","boot":1,"seq":1,"at":1,"clock":"synced","type":@,"data":{}}""")]
    [InlineData("estate/s1/parking/a1/status", """{"state":@,"boot":1}""")]
    [InlineData("estate/s1/parking/a1/reply", """{"id":@,"result":"executed"}""")]
    public void An_invalid_text_is_refused_or_omitted_and_never_throws(string topic, string message)
    {
        var refused = 0;
        foreach (var odd in Odd)
        {
            var (before, after) = message.Split(Mark) is [var first, var last] ? (first, last) : throw new FormatException("one mark");
            byte[] payload = [.. Encoding.UTF8.GetBytes(before), .. odd, .. Encoding.UTF8.GetBytes(after)];
            var rejection = _decoder.Decode(topic, payload, false, Now, []);
            _decoder.FindRefusable(topic, payload);
            refused += rejection is null ? 0 : 1;
            Assert.DoesNotMatch("UTF-16|transcode|element|operation|System", rejection?.Detail ?? "");
        }
        Assert.True(refused > 0, "nothing was refused");
    }
}
