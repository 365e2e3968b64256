using System.Text;
using System.Text.Json;
using Estate.Domain.Profiles;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Estate.Gateway.Configuration;

/// <summary>Reads the tests of a profile.</summary>
internal sealed class ProfileTestReader(YamlMembers yaml)
{
    private static readonly string[] Members = ["name", "topic", "port", "payload", "hex", "decoded", "settings", "gives", "online",
        "left_out", "refused", "order", "with", "says"];

    private static readonly string[] Subjects = ["payload", "hex", "decoded", "order"];

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    internal IReadOnlyList<TestSource> Read(YamlMappingNode profile) => yaml.List(profile, "tests", Test);

    private TestSource Test(YamlMappingNode test)
    {
        yaml.Only(test, "a test", Members, []);
        var says = yaml.Group(test, "says");
        yaml.Only(says, "says", ["topic", "payload", "data"], []);
        if (says is not null && (YamlMembers.Find(says, "payload") is null) == (YamlMembers.Find(says, "data") is null))
            yaml.Wrong(says, "an order says topic: and payload:, that of a radio device data:");
        if (Subjects.Count(name => YamlMembers.Find(test, name) is not null) != 1)
            yaml.Wrong(test, "a test has one of payload: (text), hex: (bytes), decoded: (JSON of a codec) and order:");
        return new(YamlMembers.Place(test))
        {
            Name = yaml.Word(test, "name")?.Text ?? "",
            Topic = yaml.Word(test, "topic"),
            Port = yaml.Whole(test, "port", 1, 0, 255),
            Payload = Payload(test),
            IsDecoded = YamlMembers.Find(test, "decoded") is not null,
            Settings = Words(test, "settings"),
            Gives = yaml.List(test, "gives", Gives).Select(one => (one.Reading, one.Values)).ToList(),
            Online = yaml.OneOf(test, "online", "true", "false") is { } online ? online.Text == "true" : null,
            LeftOut = [.. yaml.Words(test, "left_out").Select(one => one.Text)],
            IsRefused = yaml.Flag(test, "refused"),
            Order = yaml.Word(test, "order"),
            With = Words(test, "with"),
            SaysTopic = yaml.Word(says, "topic")?.Text,
            SaysPayload = YamlMembers.Find(says, "data") is { } data ? YamlJson.Of(data)?.ToJsonString()
                : yaml.Word(says, "payload")?.Text,
        };
    }

    private GivesSource? Gives(YamlMappingNode gives)
    {
        if (gives.Children.Count == 1 && gives.Children[0] is { Key: YamlScalarNode name, Value: YamlMappingNode })
            return new(YamlMembers.TextOf(name), null, yaml.Pairs(gives, name.Value!));
        yaml.Wrong(gives, "one reading and its values, such as - socket: {power_w: 64}");
        return null;
    }

    private byte[] Payload(YamlMappingNode test)
    {
        if (YamlMembers.Find(test, "decoded") is { } decoded)
            return Encoding.UTF8.GetBytes(Decoded(decoded));
        if (yaml.Word(test, "hex") is not { } hex)
            return Encoding.UTF8.GetBytes(yaml.Word(test, "payload")?.Text ?? "");
        try
        {
            return Convert.FromHexString(hex.Text.Replace(" ", "", StringComparison.Ordinal));
        }
        catch (FormatException)
        {
            yaml.Wrong(YamlMembers.Find(test, "hex")!, $"'{hex}' is not hexadecimal digits, two for each byte");
            return [];
        }
    }

    /// <summary>As YAML's own members, or JSON as it was copied, between quotes.</summary>
    private string Decoded(YamlNode node)
    {
        if (node is not YamlScalarNode { Style: not ScalarStyle.Plain, Value: { } copied })
            return YamlJson.Of(node)?.ToJsonString() ?? "null";
        try
        {
            JsonDocument.Parse(copied, Strict).Dispose();
        }
        catch (JsonException wrong)
        {
            yaml.Wrong(node, "decoded: is the JSON that the codec or the network server made, such as {battery: 95}; this is not: "
                + wrong.Message);
        }
        return copied;
    }

    private Dictionary<string, string> Words(YamlMappingNode test, string name) =>
        yaml.Pairs(test, name).ToDictionary(one => one.Name.Text, one => one.Value.Text);
}
