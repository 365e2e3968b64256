using Estate.Domain.Devices;
using Estate.Domain.Rules;
using NodaTime;

namespace Estate.Domain.Profiles;

/// <summary>Makes a profile of its source, or says all that is wrong with it.</summary>
public sealed class ProfileBuilder
{
    /// <summary>Where our own protocol, network servers, homes and the broker speak: nobody else's device does.</summary>
    private static readonly string[] Reserved = ["estate", "application", "v3", "homeassistant", "$SYS", "$share", ""];

    private readonly ProfileSource _source;
    private readonly List<ProfileError> _errors = [];
    private readonly Dictionary<string, string> _settings = [];

    private ProfileBuilder(ProfileSource source) => _source = source;

    public static (DeviceProfile? Profile, IReadOnlyList<ProfileError> Errors) Build(ProfileSource source, IEnumerable<IDeviceKind> kinds)
    {
        var builder = new ProfileBuilder(source);
        var content = builder.Build([.. kinds.OfType<IProfiledKind>()]);
        return (builder._errors.Count == 0 && content is not null ? new(content) : null, builder._errors);
    }

    private ProfileContent? Build(IReadOnlyList<IProfiledKind> kinds)
    {
        if (_source.Kind is not { } written)
            return null;
        if (kinds.FirstOrDefault(one => one.Name == written.Text) is not { } kind)
        {
            _errors.Add(written.Error($"there is no kind '{written}' for profiles"
                + ProfileWords.Suggest(written.Text, kinds.Select(one => one.Name))));
            return null;
        }
        ReadSettings();
        CheckMqtt();
        foreach (var found in _source.Found)
            if (FoundTopic.Problem(found.Topic.Text, _source) is { } problem)
                _errors.Add(found.Topic.Error(problem));
        var topics = (_source.Mqtt?.Publishes ?? []).Select(one => new ProfileTopic(one.Text)).ToList();
        var messages = new MessageBuilder(kind, _settings, _errors);
        var uplinks = new List<ProfileMessage>();
        foreach (var message in _source.Messages)
            if (CheckPlace(message) && messages.Build(message) is { } compiled)
            {
                foreach (var topic in message.Topics)
                    Place(topic, compiled, topics);
                if (message.Topics.Count == 0)
                    uplinks.Add(compiled);
            }
        var orders = new OrderBuilder(_source, kind, _settings, _errors).Build();
        CheckCapabilities(kind);
        return new(_source, Habits())
        {
            Topics = topics,
            Uplinks = [.. uplinks],
            Found = [.. _source.Found.Select(messages.Build).OfType<ProfileFound>()],
            Settings = _settings,
            UsualSettings = kind.UsualSettings,
            Orders = orders,
        };
    }

    private void ReadSettings()
    {
        foreach (var (name, value) in _source.Settings)
            if (name.Text.Length == 0 || !name.Text.All(one => char.IsAsciiLetterLower(one) || char.IsAsciiDigit(one) || one == '_')
                || name.Text is "id" or "profile" or "codec" or "topic" or "dev_eui" or "every")
                _errors.Add(name.Error($"'{name}' is no name for a setting: small letters, digits and _, and none that every device has"));
            else
                _settings[name.Text] = value.Text;
    }

    private void CheckMqtt()
    {
        if (_source.Mqtt is not { } mqtt)
            return;
        if (mqtt.Publishes.Count == 0)
            _errors.Add(_source.Name.Error("mqtt.publishes: at least one topic"));
        foreach (var topic in mqtt.Publishes.Concat(mqtt.Listens))
            if (Reserved.Contains(topic.Text.Split('/')[0]))
                _errors.Add(topic.Error($"'{topic}' begins with a level of the gateway's own, or of another program's"));
            else if (topic.Text.Split(ProfileTopic.Device).Length != 2)
                _errors.Add(topic.Error($"'{topic}' needs {{topic}} once, in place of the device's own level"));
            else if (topic.Text[..^(topic.Text.EndsWith("/#", StringComparison.Ordinal) ? 1 : 0)].AsSpan().ContainsAny('#', '+'))
                _errors.Add(topic.Error($"'{topic}': # only stands at the end, behind a slash, and + nowhere"));
        if (mqtt.User is { } user && !DeviceId.IsValidLevel(user.Text))
            _errors.Add(user.Error($"'{user}' is no user of the broker: [a-z0-9-]"));
    }

    private bool CheckPlace(MessageSource message)
    {
        var isMqtt = _source.Mqtt is not null;
        if (isMqtt == message.Topics.Count > 0)
            return true;
        _errors.Add(message.Place.Error(isMqtt ? "a message needs its 'topic:'"
            : "a topic needs 'mqtt:' in the profile, which says where the device publishes"));
        return false;
    }

    private void Place(SourceText topic, ProfileMessage message, List<ProfileTopic> topics)
    {
        foreach (var one in topics)
            if (one.RestOf(topic.Text) is { } rest)
            {
                one.Add(rest, message);
                return;
            }
        _errors.Add(topic.Error($"'{topic}' is not among mqtt.publishes: {string.Join(", ", _source.Mqtt!.Publishes)}"));
    }

    private DeviceHabits Habits()
    {
        var habits = _source.Habits;
        Duration? every = null;
        if (habits.Every is { Text: not "changes" } written)
        {
            every = LengthText.Parse(written.Text);
            if (every is null || every < Duration.FromSeconds(1))
                _errors.Add(written.Error($"'{written}' is no length of time such as 90s, 5m or 24h, nor 'changes'"));
        }
        if (habits.Ask is { } ask && _source.Orders.All(one => one.Name.Text != ask.Text))
            _errors.Add(ask.Error($"there is no order '{ask}' in this profile"
                + ProfileWords.Suggest(ask.Text, _source.Orders.Select(one => one.Name.Text))));
        var waits = _source is { Mqtt: null, Orders.Count: > 0 } && _source.RadioClass?.Text is null or "A";
        if (waits && every is null)
            _errors.Add((habits.Every ?? _source.Name).Error(
                "orders of a class A device wait until it speaks: habits.every must say how long that is, or lorawan.class is B or C"));
        return new() { Every = every, Ask = habits.Ask?.Text, HasWill = habits.HasWill, OrdersWait = waits };
    }

    /// <summary>Protections that it says it has, its messages must show.</summary>
    private void CheckCapabilities(IProfiledKind kind)
    {
        var read = _source.Messages.SelectMany(one => one.Gives).SelectMany(one => one.Values).Select(one => one.Name.Text).ToHashSet();
        foreach (var protection in _source.Can.Protections)
            if (kind.Readings.All(shape => shape.Fields.All(field => field.Name != protection.Text)))
                _errors.Add(protection.Error($"'{kind.Name}' has no protection '{protection}'"
                    + ProfileWords.Suggest(protection.Text, kind.Readings.SelectMany(one => one.Fields)
                        .Where(one => one.Type == ReadingFieldType.Flag).Select(one => one.Name).Distinct())));
            else if (!read.Contains(protection.Text))
                _errors.Add(protection.Error($"no message gives '{protection}'; take it out, or say where it is read"));
    }
}
