using System.Buffers.Text;
using Estate.Domain.Devices;

namespace Estate.Domain.Bins;

/// <summary>
/// Ultrasonic sensor that sends <c>{n}</c> in ASCII, n being the percentage of the compartment that is empty. More than
/// 100 is an echo from beyond the bottom: the level is unknown then, not negative.
/// </summary>
internal static class PercentEmptyText
{
    internal const string Name = "percent-empty-text";

    internal static IReading? Decode(UplinkPayload uplink, DeviceSettings settings)
    {
        ReadOnlySpan<byte> payload = uplink.Bytes;
        if (payload.Length is < 3 or > 8 || payload[0] != '{' || payload[^1] != '}')
            return null;
        var digits = payload[1..^1];
        if (!Utf8Parser.TryParse(digits, out int empty, out var consumed) || consumed != digits.Length)
            return null;
        var category = WasteCategories.All.FirstOrDefault(
            one => WasteCategories.WordOf(one) == settings.Values.GetValueOrDefault("category"), WasteCategory.Residual);
        return new FillReading(category, empty is >= 0 and <= 100 ? (100 - empty) / 100.0 : null);
    }
}
