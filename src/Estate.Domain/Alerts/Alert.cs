using System.Collections.Immutable;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Alerts;

/// <summary>What names an alert: there is at most one that is not closed for each.</summary>
public readonly record struct AlertKey(DeviceId Device, string Type, string Component)
{
    public override string ToString() => Component.Length == 0 ? $"{Device}/{Type}" : $"{Device}/{Type}/{Component}";
}

/// <summary>One thing that is wrong and what people did about it; kept by the store, so that it survives everything.</summary>
public sealed record Alert(string Id, AlertKey Key, Severity Severity, Text Title, Instant Since)
{
    /// <summary>As it is stored.</summary>
    public static JsonTypeInfo<Alert> Json => AlertJson.Default.Alert;

    public bool IsActive { get; init; } = true;
    public bool IsLatched { get; init; }

    /// <summary>Known only from a late report: history, which pages nobody.</summary>
    [JsonPropertyName("is_retro")]
    public bool IsHistorical { get; init; }

    /// <summary>It came and went too often; people are notified once, until it is quiet.</summary>
    [JsonPropertyName("is_unstable")]
    public bool IsFlapping { get; init; }
    public Text? Value { get; init; }

    /// <summary>What was done automatically.</summary>
    public Text? Action { get; init; }

    /// <summary>Null while its delay runs.</summary>
    public Instant? RaisedAt { get; init; }

    /// <summary>Since when the condition is gone, while the off-delay runs and after.</summary>
    public Instant? QuietSince { get; init; }
    public Instant? ClearedAt { get; init; }
    public string? AcknowledgedBy { get; init; }
    public Instant? AcknowledgedAt { get; init; }
    public string? Note { get; init; }

    /// <summary>Until when nobody is notified, because it is shelved or work is under way; null where people are.</summary>
    public Instant? SilencedUntil { get; init; }
    public string? SilencedBy { get; init; }
    public string? SilencedFor { get; init; }

    /// <summary>Steps of the ladder that were notified.</summary>
    public int Escalated { get; init; }

    /// <summary>Devices that are cut off because of it.</summary>
    [JsonPropertyName("hidden")]
    public ImmutableSortedSet<string> SuppressedDevices { get; init; } = [];

    /// <summary>All that were, also when they are back.</summary>
    public ImmutableSortedSet<string> AffectedDevices { get; init; } = [];

    /// <summary>Devices whose silence it stands for, whether they have been reported silent or not.</summary>
    [JsonPropertyName("explains")]
    public ImmutableSortedSet<string> Suppresses { get; init; } = [];

    /// <summary>Each time it came, of the last hour.</summary>
    public ImmutableArray<Instant> Raises { get; init; } = [];

    /// <summary>How often people were notified that it came; makes each notification's id unique.</summary>
    [JsonPropertyName("tellings")]
    public int NotificationCount { get; init; }
    public Instant? ClosedAt { get; init; }
    public string? ClosedBy { get; init; }
    public string? Closing { get; init; }

    public AlertState State => ClosedAt is not null ? AlertState.Closed
        : RaisedAt is null ? AlertState.Pending
        : ClearedAt is not null ? AlertState.Cleared
        : AcknowledgedBy is not null ? AlertState.Acknowledged
        : AlertState.Open;

    /// <summary>Since when it is over, or closed although it is not; null while it is open.</summary>
    public Instant? OverSince => ClearedAt ?? ClosedAt;

    /// <summary>This device is cut off because of it.</summary>
    internal Alert Suppress(DeviceId device) => this with
    {
        SuppressedDevices = SuppressedDevices.Add(device.ToString()),
        AffectedDevices = AffectedDevices.Add(device.ToString()),
    };

    /// <summary>This device is back, or has a reason of its own.</summary>
    internal Alert Unsuppress(DeviceId device) => this with { SuppressedDevices = SuppressedDevices.Remove(device.ToString()) };

    /// <param name="silence">Null for none, or none any more.</param>
    internal Alert Under(Silence? silence) =>
        this with { SilencedUntil = silence?.Until, SilencedBy = silence?.By, SilencedFor = silence?.Reason };

    /// <summary>The wall clock was set: what runs, runs on.</summary>
    internal Alert Shift(Duration by) => this with
    {
        Since = Since + by,
        RaisedAt = RaisedAt + by,
        QuietSince = QuietSince + by,
        ClearedAt = ClearedAt + by,
        AcknowledgedAt = AcknowledgedAt + by,
        SilencedUntil = SilencedUntil + by,
        Raises = [.. Raises.Select(one => one + by)],
    };
}
