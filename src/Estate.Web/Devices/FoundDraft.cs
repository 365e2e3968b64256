using Estate.Gateway.Found;

namespace Estate.Web.Devices;

/// <summary>The beginning of a profile for a found device for which there is none: where it speaks, as far as it is known.</summary>
internal static class FoundDraft
{
    private const int LongestWord = 80;

    private const string ByRadio = """
        lorawan: {}
        habits: { every: 1h }
        messages:
          - port: 1
            gives:
              - senses: { temperature_c: "i16be(0) / 10" }
        # A payload of the device, and what must come of it.
        tests:
          - { port: 1, hex: "00D2", gives: [ { senses: { temperature_c: 21 } } ] }

        """;

    private const string ByMqtt = """
        mqtt: { publishes: ["{topic}/#"] }
        habits: { every: 1h }
        messages:
          - topic: "{topic}/state"
            gives:
              - senses: { temperature_c: payload.temperature }
        # A message of the device, and what must come of it.
        tests:
          - topic: "{topic}/state"
            payload: '{"temperature":21}'
            gives: [ { senses: { temperature_c: 21 } } ]

        """;

    internal static string Of(FoundDevice device)
    {
        var title = Plain(device.Product.Length > 0 ? device.Product : device.Name);
        var announces = device is { DevEui: null, Level: not null } && device.Source != FoundDevice.HomeAssistant
            ? $$"""found: [ { topic: "{{device.Source}}", device: "payload.id" } ]""" + "\n" : "";
        return $$"""
            # {{title}}, which announced itself on {{Plain(device.Topic)}} as {{Plain(device.Id)}}.
            title: { zh: "{{title}}", en: "{{title}}" }
            maker: "?"
            source: { link: "https://", version: "?" }
            kind: monitor

            """ + announces + (device.DevEui is null ? ByMqtt : ByRadio);
    }

    /// <summary>What a stranger wrote is put into a file: letters and what stands in topics, nothing that YAML reads.</summary>
    private static string Plain(string said) =>
        string.Concat(said.Where(one => char.IsLetterOrDigit(one) || one is ' ' or '-' or '_' or '/' or '.').Take(LongestWord));
}
