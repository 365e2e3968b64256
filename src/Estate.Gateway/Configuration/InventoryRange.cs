using System.Globalization;
using System.Text.RegularExpressions;
using Estate.Domain.Devices;

namespace Estate.Gateway.Configuration;

/// <summary>
/// One line of the inventory for many devices: <c>id: "parking/a[001-060]"</c> is sixty of them, and <c>{n}</c> in the other
/// values is each one's number as written. A spot such as <c>x: "12..48"</c> goes from the first device's to the last's.
/// </summary>
internal static partial class InventoryRange
{
    private const int MaxDevices = 20_000;

    /// <exception cref="FormatException">The range is upside down or beyond all measure.</exception>
    internal static IEnumerable<Dictionary<string, string>> Expand(Dictionary<string, string> device)
    {
        if (Range().Match(device.GetValueOrDefault("id", "")) is not { Success: true } range)
            return [device];
        var (first, last) = (Number(range, "first"), Number(range, "last"));
        if (last < first || last - first >= MaxDevices)
            throw new FormatException($"'{device["id"]}' is not a range of 1 to {MaxDevices} devices, the smaller number first");
        var digits = range.Groups["first"].Length;
        return Enumerable.Range(first, last - first + 1).Select(i =>
        {
            var number = i.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
            return device.ToDictionary(
                pair => pair.Key,
                pair => pair.Key == "id" ? range.Groups["before"].Value + number + range.Groups["after"].Value
                : pair.Key is DevicePlace.XKey or DevicePlace.YKey ? Between(pair.Value, i - first, last - first)
                : pair.Value.Replace("{n}", number, StringComparison.Ordinal));
        });
    }

    /// <summary>As it is written, where it is no span; what is wrong with it is said of each device.</summary>
    private static string Between(string spot, int step, int steps) =>
        spot.Split("..") is [var from, var to] && FiniteNumber.TryParseDecimal(from, out var begin)
            && FiniteNumber.TryParseDecimal(to, out var end)
            ? (begin + ((end - begin) * step / Math.Max(1, steps))).ToString("0.##", CultureInfo.InvariantCulture) : spot;

    private static int Number(Match range, string group) => int.Parse(range.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<before>[^\[\]]*)\[(?<first>\d{1,6})-(?<last>\d{1,6})\](?<after>[^\[\]]*)$")]
    private static partial Regex Range();
}
