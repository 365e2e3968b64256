using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Alerts;

/// <summary>Which change of an alert a notification is about.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<NotificationKind>))]
public enum NotificationKind
{
    Raised,
    Escalated,
    Cleared,
    Closed,

    /// <summary>Somebody wants to see that it arrives; never stored.</summary>
    Test,
}

/// <summary>
/// One message to one notifier. Its id is made of what it says, so that saying it twice is saying it once; it waits in the
/// store until it was delivered.
/// </summary>
/// <param name="To">The ladder's step it is for.</param>
public sealed record Notification(string Id, string Notifier, NotificationKind Kind, Text To, Instant At, Alert Alert)
{
    /// <summary>As it is stored.</summary>
    public static JsonTypeInfo<Notification> Json => AlertJson.Default.Notification;
}
