namespace Estate.Domain.Profiles;

/// <summary>Where such a device publishes: a topic, or all below one.</summary>
public sealed class ProfileTopic
{
    public const string Device = "{topic}";
    private const string Below = "/#";

    private readonly Dictionary<string, List<ProfileMessage>> _messages = [];

    internal ProfileTopic(string template)
    {
        IsExact = !template.EndsWith(Below, StringComparison.Ordinal);
        Template = IsExact ? template : template[..^1];
    }

    /// <summary>With <c>{topic}</c> for the device's own level; what is below it ends with a slash.</summary>
    public string Template { get; }

    public bool IsExact { get; }

    public string For(string topic) => Template.Replace(Device, topic, StringComparison.Ordinal);

    /// <summary>As a filter of MQTT.</summary>
    public string Filter(string topic) => For(topic) + (IsExact ? "" : "#");

    /// <summary>The device's own level in a topic here; null where the topic lies elsewhere.</summary>
    public string? LevelOf(string topic)
    {
        var (wanted, levels) = (Filter(Device).Split('/'), topic.Split('/'));
        return FoundTopic.Matches(Filter(Device), topic) && Array.IndexOf(wanted, Device) is >= 0 and var place ? levels[place] : null;
    }

    /// <summary>What of a topic lies behind this one; null where it lies elsewhere.</summary>
    internal string? RestOf(string template) =>
        IsExact ? template == Template ? "" : null
        : template.StartsWith(Template, StringComparison.Ordinal) ? template[Template.Length..] : null;

    internal void Add(string rest, ProfileMessage message)
    {
        if (!_messages.TryGetValue(rest, out var known))
            _messages.Add(rest, known = []);
        known.Add(message);
    }

    internal IReadOnlyList<ProfileMessage> Find(ReadOnlySpan<char> rest) =>
        _messages.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(rest, out var known) ? known : [];
}
