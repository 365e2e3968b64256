using Estate.Domain.Devices;

namespace Estate.Adapters.Mqtt;

/// <summary>Who may connect, and to what: <paramref name="Muted"/> are names that may no longer publish or subscribe.</summary>
public sealed record BrokerUsers(IEnumerable<(string Name, string Password)> Passwords, IEnumerable<string> Muted, ForeignTopics Foreign)
{
    /// <summary>Each is confined to its own topics; who has a password and is not among them says nothing.</summary>
    public IReadOnlyList<DeviceId> Devices { get; init; } = [];

    /// <summary>Where devices announce themselves that are not adopted: filters, and who may write them; null: newcomers.</summary>
    public IReadOnlyList<(string Filter, string? User)> Announcements { get; init; } = [];

    /// <summary>Who may write those.</summary>
    public IReadOnlyList<string> Newcomers { get; init; } = [];

    /// <summary>Where Home Assistant says that it has started.</summary>
    public string? HomeAssistantBirth { get; init; }

    /// <summary>Programs of other people: each reads what is known of devices, and says nothing.</summary>
    public IReadOnlyList<string> Subscribers { get; init; } = [];

    /// <summary>Topics of Home Assistant's discovery, each the prefix of once or now.</summary>
    public IReadOnlyList<string> HomeAssistantPrefixes { get; init; } = [];
}
