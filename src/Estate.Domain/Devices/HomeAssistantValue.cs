using System.Collections.Immutable;

namespace Estate.Domain.Devices;

/// <summary>
/// One value of a device for Home Assistant. Made by the kind from its state, the unknown ones too; nothing of it is
/// about a person. <paramref name="Key"/> is <c>[a-z0-9_]</c> and stays: others remember it.
/// </summary>
/// <param name="Class">What sort of thing, so that it gets its picture and words: <c>temperature</c>, <c>door</c>;
/// null for none of the common ones.</param>
public sealed record HomeAssistantValue(string Key, Text Name, string? Class)
{
    /// <summary>A yes or no; otherwise a number or a word.</summary>
    public bool IsFlag { get; private init; }

    /// <summary>Only grows, but for resets.</summary>
    public bool IsCounter { get; private init; }
    public string? Unit { get; private init; }
    public double? Number { get; private init; }
    public bool? Flag { get; private init; }
    public string? Word { get; private init; }
    public bool IsNumber { get; private init; }

    public static HomeAssistantValue OfNumber(
        string key, Text name, double? value, string? unit = null, string? deviceClass = null, bool isCounter = false) =>
        new(key, name, deviceClass) { IsNumber = true, Number = value, Unit = unit, IsCounter = isCounter };

    public static HomeAssistantValue OfFlag(string key, Text name, bool? value, string? deviceClass = null) =>
        new(key, name, deviceClass) { IsFlag = true, Flag = value };

    public static HomeAssistantValue OfWord(string key, Text name, string? value, string? deviceClass = null) =>
        new(key, name, deviceClass) { Word = value };
}

/// <summary>A device as Home Assistant shows it.</summary>
public sealed record HomeAssistantReport(
    DeviceId Device, Text Kind, bool IsAvailable, string? Firmware, ImmutableArray<HomeAssistantValue> Values)
{
    /// <inheritdoc cref="StatusCard.Name"/>
    public Text? Name { get; init; }
}
