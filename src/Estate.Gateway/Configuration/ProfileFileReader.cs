using Estate.Domain.Devices;
using Estate.Domain.Profiles;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Estate.Gateway.Configuration;

/// <summary>An error in a profile's file; line and column count from 1.</summary>
internal sealed record ProfileFileError(string File, long Line, long Column, string Message)
{
    public override string ToString() => $"{File}, line {Line}, column {Column}: {Message}";
}

/// <summary>Reads a file that describes a product: its shape only; whether it fits its kind, <see cref="ProfileBuilder"/> says.</summary>
internal sealed class ProfileFileReader
{
    internal const int MaxLength = 256 * 1024;

    private readonly YamlMembers _yaml;

    private ProfileFileReader(YamlMembers yaml) => _yaml = yaml;

    /// <param name="file">Its name without .yaml is the profile's.</param>
    internal static (ProfileSource? Source, IReadOnlyList<ProfileFileError> Errors) Read(string file, string text)
    {
        if (text.Length > MaxLength)
            return (null, [new(file, 1, 1, $"{text.Length} letters; at most {MaxLength} are read")]);
        try
        {
            var yaml = new YamlMembers(file);
            if (StrictYaml.Nodes(text) is not YamlMappingNode root)
                return (null, [new(file, 1, 1, "a profile has members such as title:, kind: and messages:")]);
            var source = new ProfileFileReader(yaml).Profile(root, Path.GetFileNameWithoutExtension(file));
            return (yaml.Errors.Count == 0 ? source : null, yaml.Errors);
        }
        catch (YamlException broken)
        {
            return (null, [new(file, broken.Start.Line, broken.Start.Column, StrictYaml.Words(broken))]);
        }
    }

    private ProfileSource Profile(YamlMappingNode root, string name)
    {
        _yaml.Only(root, "a profile", ["title", "maker", "source", "kind", "settings", "mqtt", "lorawan", "habits", "can", "found",
            "messages", "orders", "tests"], ["title", "maker", "source", "kind", "messages", "tests"]);
        var source = _yaml.Group(root, "source");
        _yaml.Only(source, "source", ["link", "version"], ["link", "version"]);
        if (!DeviceId.IsValidLevel(name))
            _yaml.Wrong(root, $"'{name}.yaml' is no name for a profile: [a-z0-9-], then .yaml");
        if ((YamlMembers.Find(root, "mqtt") is null) == (YamlMembers.Find(root, "lorawan") is null))
            _yaml.Wrong(root, "either 'mqtt:' says on which topics it speaks, or 'lorawan:' that a network server speaks for it");
        return new(new SourceText(name, 1, 1))
        {
            Title = _yaml.Both(root, "title"),
            Maker = _yaml.Word(root, "maker")?.Text ?? "",
            Link = _yaml.Word(source, "link")?.Text ?? "",
            Version = _yaml.Word(source, "version")?.Text ?? "",
            Kind = _yaml.Word(root, "kind"),
            Settings = _yaml.Pairs(root, "settings"),
            Mqtt = Mqtt(root),
            Codec = Codec(root),
            RadioClass = _yaml.Group(root, "lorawan") is { } radio ? _yaml.OneOf(radio, "class", "A", "B", "C") : null,
            Habits = Habits(root),
            Can = Can(root),
            Found = _yaml.List(root, "found", Found),
            Messages = _yaml.List(root, "messages", Message),
            Orders = [.. _yaml.Entries(root, "orders").Select(one => Order(one.Name, one.Value)).OfType<OrderSource>()],
            Tests = new ProfileTestReader(_yaml).Read(root),
        };
    }

    private MqttSource? Mqtt(YamlMappingNode root)
    {
        if (_yaml.Group(root, "mqtt") is not { } mqtt)
            return null;
        _yaml.Only(mqtt, "mqtt", ["publishes", "listens", "user"], ["publishes"]);
        return new(_yaml.Words(mqtt, "publishes"), _yaml.Words(mqtt, "listens")) { User = _yaml.Word(mqtt, "user") };
    }

    private CodecSource? Codec(YamlMappingNode root)
    {
        if (_yaml.Group(root, "lorawan") is not { } lorawan)
            return null;
        _yaml.Only(lorawan, "lorawan", ["codec", "function", "class"], []);
        return _yaml.Word(lorawan, "codec") is { } file ? new(file, _yaml.OneOf(lorawan, "function", "decodeUplink", "Decoder", "Decode"))
            : null;
    }

    private HabitsSource Habits(YamlMappingNode root)
    {
        if (_yaml.Group(root, "habits") is not { } habits)
            return new();
        _yaml.Only(habits, "habits", ["every", "ask", "will"], ["every"]);
        return new() { Every = _yaml.Word(habits, "every"), Ask = _yaml.Word(habits, "ask"), HasWill = _yaml.Flag(habits, "will") };
    }

    private CapabilitiesSource Can(YamlMappingNode root)
    {
        if (_yaml.Group(root, "can") is not { } can)
            return new();
        _yaml.Only(can, "can", ["protections", "holds_time_limit"], []);
        _yaml.OneOf(can, "holds_time_limit", "true", "false");
        return new() { Protections = _yaml.Words(can, "protections"), HoldsTimeLimit = _yaml.Word(can, "holds_time_limit") };
    }

    private FoundSource? Found(YamlMappingNode found)
    {
        _yaml.Only(found, "found", ["topic", "each", "when", "device", "product"], ["topic", "device"]);
        return _yaml.Word(found, "topic") is { } topic
            ? new(topic, _yaml.Word(found, "when"), _yaml.Word(found, "device"))
            { Product = _yaml.Word(found, "product"), IsList = _yaml.Flag(found, "each") }
            : null;
    }

    private MessageSource Message(YamlMappingNode message)
    {
        _yaml.Only(message, "a message", ["topic", "port", "from", "when", "online", "within", "tags", "gives"], []);
        return new(YamlMembers.Place(message))
        {
            Topics = _yaml.Words(message, "topic"),
            Ports = _yaml.Words(message, "port"),
            From = _yaml.Word(message, "from"),
            When = _yaml.Word(message, "when"),
            Online = _yaml.Word(message, "online"),
            Within = _yaml.Words(message, "within"),
            Tags = Tags(message),
            Gives = _yaml.List(message, "gives", Gives),
        };
    }

    private TagsSource? Tags(YamlMappingNode message)
    {
        if (_yaml.Group(message, "tags") is not { } tags)
            return null;
        _yaml.Only(tags, "tags", ["from", "until", "tag_bytes", "length_bytes", "lengths"], ["tag_bytes"]);
        return new(
            _yaml.Whole(tags, "from", 0, 0, 200), _yaml.Whole(tags, "until", 0, -200, 0), _yaml.Whole(tags, "tag_bytes", 1, 1, 3),
            _yaml.Whole(tags, "length_bytes", 0, 0, 2))
        { Lengths = _yaml.Pairs(tags, "lengths") };
    }

    /// <summary>One reading by its name, and when; such as <c>- socket: {closed: payload.output}</c>.</summary>
    private GivesSource? Gives(YamlMappingNode gives)
    {
        var readings = gives.Children.Where(pair => (pair.Key as YamlScalarNode)?.Value != "when").ToList();
        if (readings is [{ Key: YamlScalarNode name, Value: YamlMappingNode }])
            return new(YamlMembers.TextOf(name), _yaml.Word(gives, "when"), _yaml.Pairs(gives, name.Value!));
        _yaml.Wrong(gives, "one reading and its values, such as - socket: {power_w: payload.power}, and perhaps when:");
        return null;
    }

    private OrderSource? Order(YamlScalarNode name, YamlNode value)
    {
        if (value is not YamlMappingNode order)
        {
            _yaml.Wrong(value, "an order has topic: and text: or json:, that of a radio device data:");
            return null;
        }
        _yaml.Only(order, "an order", ["topic", "text", "json", "data"], []);
        var (text, json) = (_yaml.Word(order, "text"), YamlMembers.Find(order, "json"));
        var (data, topic) = (_yaml.Group(order, "data"), _yaml.Word(order, "topic"));
        if (new YamlNode?[] { YamlMembers.Find(order, "text"), json, data }.Count(one => one is not null) != 1
            || (data is null) == (topic is null))
            _yaml.Wrong(order, "an order has topic: and text: or json:, that of a radio device data: for its maker's codec");
        return new(YamlMembers.TextOf(name), topic, new OrderTemplate().Read(text, data ?? json));
    }
}
