using System.Text.Json.Serialization;

namespace Estate.Domain.Devices;

/// <summary>How soon somebody must look.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<Severity>))]
public enum Severity
{
    Low,
    Medium,
    High,
}

/// <summary>
/// Something that is wrong with a device, or no longer is: what an alert is made of. Device, <paramref name="Type"/> and
/// <paramref name="Component"/> together identify it, so that it is one alert however often it is reported.
/// </summary>
/// <param name="Component">Of a device of many parts, such as <c>socket-3</c>; empty for the device itself.</param>
public sealed record Condition(string Type, string Component, Severity Severity, bool IsActive, Text Title)
{
    /// <summary>Stays until a named person resets it, even when it is over.</summary>
    public bool IsLatched { get; init; }

    /// <summary>That person; the condition is over then, for good.</summary>
    public string? ResetBy { get; init; }

    /// <summary>What was measured and the limit, or nothing.</summary>
    public Text? Value { get; init; }

    /// <summary>Devices whose silence this stands for: no alert of their own is raised.</summary>
    [JsonPropertyName("explains")]
    public System.Collections.Immutable.ImmutableSortedSet<string> Suppresses { get; init; } = [];

    /// <summary>What was done automatically, such as "all sockets were cut".</summary>
    public Text? Action { get; init; }
}

/// <summary>A named person has it: the device may say so where it is. Nothing depends on what it makes of that.</summary>
internal sealed record ConditionTaken(DeviceId Device, string Type, string Component) : IDeviceRequest;

/// <summary>
/// A named person says that what latched is in order again. The device's slice checks and may refuse; where it has no latch of
/// its own the word of that person is enough.
/// </summary>
internal sealed record ResetLatch(DeviceId Device, string Type, string Component, string Reason) : IDeviceRequest;
