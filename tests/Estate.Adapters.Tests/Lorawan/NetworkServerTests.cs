using System.Text;
using Estate.Adapters.Lorawan;
using Estate.Domain.Devices;
using Estate.Domain.Parking;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Adapters.Tests.Lorawan;

/// <summary>
/// Envelopes as documented: ChirpStack v4 (chirpstack-docs, integrations/events) and The Things Stack v3
/// (lorawan-stack-docs, integrations/mqtt), with members we do not read left in.
/// </summary>
public sealed class NetworkServerTests
{
    private const string ChirpTopic = "application/17c82e96-be03-4f38-aef3-f83d48582d97/device/0101010101010101/event/up";
    private const string StackTopic = "v3/estate@ttn/devices/bay-7/up";

    private static readonly Instant Now = Instant.FromUtc(2026, 11, 24, 12, 0);
    private readonly NetworkServerInput _input = new(
        [Sensor("a1", "0101010101010101"), Sensor("a7", "0004A30B001C0530")]);
    private readonly List<Signal> _signals = [];

    [Fact]
    public void A_ChirpStack_uplink_becomes_the_sensors_reading()
    {
        Assert.Null(Decode(ChirpTopic, Chirp("\"fPort\":1,", "AQ==")));
        var heard = Assert.IsType<DeviceTelemetry>(Assert.Single(_signals));
        Assert.Equal((new DeviceId("parking", "a1"), (bool?)true), (heard.Device, ((BayReport)heard.Reading).Occupied));
        Assert.Equal(Now, heard.Time.At);
    }

    [Fact]
    public void A_Things_Stack_uplink_becomes_the_sensors_reading()
    {
        Assert.Null(Decode(StackTopic, """
            {"end_device_ids":{"device_id":"bay-7","application_ids":{"application_id":"estate"},
             "dev_eui":"0004A30B001C0530","dev_addr":"00BCB929"},
             "correlation_ids":["as:up:01"],"received_at":"2026-11-24T11:59:59.5Z",
             "uplink_message":{"session_key_id":"AX","f_port":1,"f_cnt":5,
             "frm_payload":"AQ==",
              "rx_metadata":[{"gateway_ids":{"gateway_id":"g1"},"rssi":-35,"snr":5.2}],"received_at":"2026-11-24T11:59:59.25Z"}}
            """));
        var heard = Assert.IsType<DeviceTelemetry>(Assert.Single(_signals));
        Assert.Equal(
            ("a7", (bool?)true, Now),
            (heard.Device.Name, ((BayReport)heard.Reading).Occupied, heard.Time.At));
    }

    [Fact]
    public void A_frame_received_by_two_gateways_counts_once_and_a_missing_time_is_now()
    {
        var uplink = Chirp("\"fPort\":1,", "AQ==");
        Assert.Null(Decode(ChirpTopic, uplink));
        Assert.Null(Decode(ChirpTopic, uplink));
        Assert.Single(_signals);
        Assert.Null(
            Decode(ChirpTopic,
            Chirp("\"fPort\":1,", "AA==").Replace("\"time\":\"2026-11-24T11:59:59+00:00\",", "", StringComparison.Ordinal)));
        Assert.Equal(Now, ((DeviceTelemetry)_signals[1]).Time.At);
    }

    [Theory]
    [InlineData(ChirpTopic, "{", "not_json")]
    [InlineData(ChirpTopic, "{}", "bad_member")]
    [InlineData(ChirpTopic, "[]", "bad_member")]
    [InlineData(ChirpTopic, """{"deviceInfo":{"devEui":"0101010101010101"},"fPort":1,"data":"***"}""", "bad_member")]
    [InlineData(ChirpTopic, """{"deviceInfo":{"devEui":"0101010101010101"},"fPort":700,"data":"AQ=="}""", "bad_member")]
    [InlineData(ChirpTopic, """{"deviceInfo":{"devEui":"0101010101010101"},"fPort":9,"data":"AQ=="}""", "bad_member")]
    [InlineData(ChirpTopic, """{"deviceInfo":{"devEui":"0101010101010102"},"fPort":1,"data":"AQ=="}""", "not_in_inventory")]
    [InlineData(StackTopic, """{"end_device_ids":{"dev_eui":"0004A30B001C0530"},"join_accept":{}}""", "bad_member")]
    public void An_unreadable_uplink_has_a_reason_and_yields_no_signal(string topic, string json, string reason)
    {
        Assert.Equal(reason, Decode(topic, json)?.Reason);
        Assert.Empty(_signals);
    }

    /// <summary>The clock of a radio gateway is a hint: what was received later is newer.</summary>
    [Fact]
    public void A_gateways_fast_clock_does_not_keep_a_bay_occupied()
    {
        Decode(ChirpTopic, Frame(10, "AQ==", Now + Duration.FromMinutes(3)), Now);
        Decode(ChirpTopic, Frame(11, "AA==", Now + Duration.FromSeconds(2)), Now + Duration.FromSeconds(2));
        Assert.Equal([Now, Now + Duration.FromSeconds(2)], _signals.Cast<DeviceTelemetry>().Select(one => one.Time.At));
        Decode(ChirpTopic, Frame(12, "AQ==", Now - Duration.FromMinutes(5)), Now + Duration.FromSeconds(4));
        Assert.Equal(Now + Duration.FromSeconds(4), ((DeviceTelemetry)_signals[2]).Time.At);
    }

    [Fact]
    public void A_frame_overtaken_by_a_later_one_is_older_and_one_kept_for_hours_is_late()
    {
        Decode(ChirpTopic, Frame(11, "AA==", Now), Now);
        Decode(ChirpTopic, Frame(10, "AQ==", Now), Now + Duration.FromSeconds(1));
        Assert.True(((DeviceTelemetry)_signals[1]).Time.At < ((DeviceTelemetry)_signals[0]).Time.At);
        Decode(ChirpTopic, Frame(3, "AQ==", Now - Duration.FromHours(3), "0A"), Now + Duration.FromHours(1));
        Assert.True(((DeviceTelemetry)_signals[2]).Time is { IsLate: true } late && late.At == Now - Duration.FromHours(3));
        // Sent after another it is never older, whatever the clock says.
        Decode(ChirpTopic, Frame(4, "AA==", Now - Duration.FromHours(9), "0A"), Now + Duration.FromHours(1));
        Assert.Equal(Now - Duration.FromHours(3), ((DeviceTelemetry)_signals[3]).Time.At);
    }

    [Fact]
    public void The_same_frame_minutes_later_brings_no_old_state_back()
    {
        Decode(ChirpTopic, Frame(10, "AQ==", Now), Now);
        Decode(ChirpTopic, Frame(11, "AA==", Now + Duration.FromMinutes(1)), Now + Duration.FromMinutes(1));
        Assert.Equal("repeated_frame", Decode(ChirpTopic, Frame(10, "AQ==", Now), Now + Duration.FromMinutes(4))?.Reason);
        Assert.Equal(2, _signals.Count);
        // A new session counts anew, and some sensors never count.
        Assert.Null(Decode(ChirpTopic, Frame(10, "AQ==", Now + Duration.FromMinutes(5), "0B"), Now + Duration.FromMinutes(5)));
        Assert.Null(Decode(ChirpTopic, Frame(0, "AQ==", Now + Duration.FromMinutes(6)), Now + Duration.FromMinutes(6)));
        Assert.Null(Decode(ChirpTopic, Frame(0, "AQ==", Now + Duration.FromMinutes(7)), Now + Duration.FromMinutes(7)));
        Assert.Equal(5, _signals.Count);
    }

    [Theory]
    [InlineData(ChirpTopic, """{"deviceInfo":{"devEui":"0101010101010101"},"fPort":null,"data":""}""")]
    [InlineData(ChirpTopic, """{"deviceInfo":{"devEui":"0101010101010101"}}""")]
    [InlineData(ChirpTopic, """{"deviceInfo":{"devEui":"0101010101010101"},"fPort":1,"data":""}""")]
    [InlineData(ChirpTopic, """{"deviceInfo":{"devEui":"0101010101010101"},"fPort":0,"data":"AQ=="}""")]
    [InlineData(StackTopic, """{"end_device_ids":{"dev_eui":"0004A30B001C0530"},"uplink_message":{}}""")]
    public void An_empty_frame_is_a_sign_of_life(string topic, string json)
    {
        Assert.Null(Decode(topic, json));
        Assert.IsType<DeviceHeard>(Assert.Single(_signals));
    }

    [Fact]
    public void A_simulated_uplink_counts_for_nothing()
    {
        Assert.Equal("simulated", Decode(StackTopic, """
            {"end_device_ids":{"dev_eui":"0004A30B001C0530"},"simulated":true,
             "uplink_message":{"f_port":1,"frm_payload":"AQ=="}}
            """)?.Reason);
        Assert.Empty(_signals);
    }

    [Fact]
    public void A_sensor_without_a_profile_or_number_is_a_configuration_error()
    {
        string Mistake(DeviceSettings sensor) => Assert.Throws<FormatException>(() => new NetworkServerInput([sensor])).Message;
        Assert.Contains("16 hexadecimal digits", Mistake(Sensor("a1", "0101")), StringComparison.Ordinal);
        Assert.Contains("profile is missing", Mistake(Sensor("a1", "0101010101010101") with { Profile = null }), StringComparison.Ordinal);
    }

    private Rejection? Decode(string topic, string json, Instant? at = null) =>
        _input.Decode(topic, Encoding.UTF8.GetBytes(json), false, at ?? Now, _signals);

    private static string Frame(int number, string data, Instant time, string address = "00189440") =>
        $$"""
        {"time":"{{time}}","deviceInfo":{"devEui":"0101010101010101"},"devAddr":"{{address}}","fCnt":{{number}},"fPort":1,"data":"{{data}}"}
        """;

    private static string Chirp(string port, string data) =>
        $$"""
        {"deduplicationId":"3ac7e3c4-4401-4b8d-9386-a5c902f9202d","time":"2026-11-24T11:59:59+00:00",
         "deviceInfo":{"tenantId":"52f14cd4-c6f1-4fbd-8f87-4025e1d49242","deviceName":"Bay 1",
         "devEui":"0101010101010101","tags":{"key":"value"} },
         "devAddr":"00189440","dr":1,{{port}}"data":"{{data}}","rxInfo":[{"gatewayId":"0016c001f153a14c","rssi":-36,"snr":10.5}]}
        """;

    private static DeviceSettings Sensor(string name, string eui) =>
        new(new("parking", name), new Dictionary<string, string> { ["dev_eui"] = eui }) { Profile = TestProfiles.Bay };
}
