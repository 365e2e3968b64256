namespace Estate.Domain.Devices;

/// <summary>Where a device is: all of it may be missing.</summary>
/// <param name="Building">As people write it, such as <c>7</c> or a name.</param>
/// <param name="Floor">As people write it, such as <c>-1</c> or <c>B1</c>.</param>
/// <param name="Zone">Of the estate, such as a part of the car park.</param>
public sealed record DevicePlace(string? Building, string? Floor, string? Zone, PlanSpot? Spot)
{
    public const string BuildingKey = "building", FloorKey = "floor", ZoneKey = "zone", XKey = "x", YKey = "y";

    /// <summary>Letters of a building's, floor's or zone's name.</summary>
    public const int Longest = 20;

    /// <summary>In words; null where nothing is known.</summary>
    public Text? Words
    {
        get
        {
            var parts = new[] { BuildingWords(Building), FloorWords(Floor), ZoneWords(Zone) }.OfType<Text>().ToList();
            return parts.Count == 0 ? null
                : new(string.Join(' ', parts.Select(part => part.Zh)), string.Join(", ", parts.Select(part => part.En)));
        }
    }

    public static DevicePlace Of(DeviceSettings settings)
    {
        var values = settings.Values;
        return new(
            values.GetValueOrDefault(BuildingKey), values.GetValueOrDefault(FloorKey), values.GetValueOrDefault(ZoneKey),
            Percent(values.GetValueOrDefault(XKey)) is { } x && Percent(values.GetValueOrDefault(YKey)) is { } y ? new(x, y) : null);
    }

    /// <summary>What is wrong with a device's lines about its place, by the line's name.</summary>
    public static IEnumerable<(string Key, string Problem)> Errors(IReadOnlyDictionary<string, string> values)
    {
        foreach (var key in new[] { BuildingKey, FloorKey })
            if (values.GetValueOrDefault(key, "") is { Length: > Longest } written)
                yield return (key, $"{written.Length} letters; at most {Longest}");
        foreach (var (key, other) in new[] { (XKey, YKey), (YKey, XKey) })
            if (!values.TryGetValue(key, out var written))
                continue;
            else if (Percent(written) is null)
                yield return (key, $"'{written}' is no place on the plan; expected 0 to 100, per cent of its width or height");
            else if (!values.ContainsKey(other))
                yield return (key, $"a spot on the plan needs {XKey} and {YKey}; {other} is missing");
    }

    /// <summary>"7" is building 7; a name is only a name.</summary>
    public static Text? BuildingWords(string? building) => Named(building, "号楼", "building");

    private static Text? FloorWords(string? floor) => Named(floor, "层", "floor");

    private static Text? ZoneWords(string? zone) => string.IsNullOrEmpty(zone) ? null : new($"{zone} 区", $"zone {zone}");

    private static Text? Named(string? written, string zh, string en) => written switch
    {
        null or "" => null,
        _ when FiniteNumber.TryParseDecimal(written, out _) => new($"{written} {zh}", $"{en} {written}"),
        _ => Text.Same(written),
    };

    private static double? Percent(string? written) =>
        FiniteNumber.TryParseDecimal(written, out var number) && number is >= 0 and <= 100 ? number : null;
}

/// <summary>
/// On the estate's plan, in per cent of its width from the left and of its height from the top: true of any picture of the same outline,
/// whatever its size.
/// </summary>
public readonly record struct PlanSpot(double X, double Y);
