using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Estate.Domain.Devices;

namespace Estate.Adapters.HomeAssistant;

/// <summary>
/// Home Assistant's device-based MQTT discovery: one retained message that names a device and its components, and one with their
/// values. Abbreviations are those of its documentation.
/// </summary>
public static class HomeAssistantMessages
{
    private const string Origin = "estate-gateway";

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Under which id Home Assistant knows a device, for ever.</summary>
    public static string Node(string site, DeviceId device) => $"estate_{site}_{device.Kind}_{device.Name}";

    /// <summary>The device a node stands for; a level of a topic never has an underscore.</summary>
    public static DeviceId DeviceOf(string node) =>
        node.Split('_') is [_, _, var kind, var name] ? new(kind, name) : throw new FormatException($"'{node}' is not a node");

    /// <summary>Platforms by component.</summary>
    public static Dictionary<string, string> Platforms(HomeAssistantReport report) =>
        report.Values.ToDictionary(value => value.Key, Platform);

    /// <param name="gone">Platforms by component that Home Assistant shall forget.</param>
    public static byte[] Config(string site, HomeAssistantReport report, bool inChinese, IEnumerable<KeyValuePair<string, string>> gone) =>
        Write(writer =>
    {
        var node = Node(site, report.Device);
        string Say(Text text) => inChinese ? text.Zh : text.En;
        writer.WriteStartObject("dev");
        writer.WriteStartArray("ids");
        writer.WriteStringValue(node);
        writer.WriteEndArray();
        writer.WriteString("name", report.Name is { } name ? Say(name) : $"{Say(report.Kind)} {report.Device.Name}");
        writer.WriteString("mf", Origin);
        writer.WriteString("mdl", Say(report.Kind));
        if (report.Firmware is { } firmware)
            writer.WriteString("sw", firmware);
        writer.WriteEndObject();
        writer.WriteStartObject("o");
        writer.WriteString("name", Origin);
        writer.WriteEndObject();
        writer.WriteString("stat_t", HomeAssistantTopics.State(site, report.Device));
        writer.WriteNumber("qos", 1);
        Availability(writer, site, report.Device);
        writer.WriteStartObject("cmps");
        foreach (var value in report.Values)
            Component(writer, node, value, Say(value.Name));
        foreach (var (key, platform) in gone)
        {
            writer.WriteStartObject(key);
            writer.WriteString("p", platform);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    });

    /// <summary>What is not known is null, which Home Assistant shows as unknown.</summary>
    public static byte[] State(HomeAssistantReport report) => Write(writer =>
    {
        writer.WriteString("availability", report.IsAvailable ? "online" : "offline");
        foreach (var value in report.Values)
            if (value.Number is { } number && double.IsFinite(number))
                writer.WriteNumber(value.Key, Math.Round(number, 3));
            else if (value.Flag is { } flag)
                writer.WriteString(value.Key, flag ? "ON" : "OFF");
            else
                writer.WriteString(value.Key, value.Word);
    });

    private static string Platform(HomeAssistantValue value) => value.IsFlag ? "binary_sensor" : "sensor";

    private static void Component(Utf8JsonWriter writer, string node, HomeAssistantValue value, string name)
    {
        writer.WriteStartObject(value.Key);
        writer.WriteString("p", Platform(value));
        writer.WriteString("uniq_id", $"{node}_{value.Key}");
        // The same in every language; without it Home Assistant makes one of the names. Nothing but small letters, digits and _ is in it.
        writer.WriteString("def_ent_id", $"{Platform(value)}.{node}_{value.Key}".Replace('-', '_'));
        writer.WriteString("name", name);
        writer.WriteString("val_tpl", $"{{{{ value_json.{value.Key} }}}}");
        if (value.Class is { } deviceClass)
            writer.WriteString("dev_cla", deviceClass);
        if (value.Unit is { } unit)
            writer.WriteString("unit_of_meas", unit);
        if (value.IsNumber)
            writer.WriteString("stat_cla", value.IsCounter ? "total_increasing" : "measurement");
        writer.WriteEndObject();
    }

    /// <summary>A device is available only while the gateway runs and receives it.</summary>
    private static void Availability(Utf8JsonWriter writer, string site, DeviceId device)
    {
        writer.WriteStartArray("avty");
        writer.WriteStartObject();
        writer.WriteString("t", HomeAssistantTopics.Availability(site));
        writer.WriteEndObject();
        writer.WriteStartObject();
        writer.WriteString("t", HomeAssistantTopics.State(site, device));
        writer.WriteString("val_tpl", "{{ value_json.availability }}");
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteString("avty_mode", "all");
    }

    private static byte[] Write(Action<Utf8JsonWriter> body)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            writer.WriteStartObject();
            body(writer);
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }
}
