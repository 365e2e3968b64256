using System.Globalization;
using Estate.Domain.Devices;

namespace Estate.Domain.Bins;

/// <summary>A station in words.</summary>
internal static class StationCard
{
    internal static IEnumerable<CardLine> Lines(StationState state)
    {
        if (state.Burning || state.Hot)
            yield return new(new("火情", "Fire"), state.Burning ? new("着火", "burning") : new("过热", "too hot"), Tone.Alarm);
        if (state.Tilted == true)
            yield return new(new("姿态", "Position"), new("倾倒", "tilted"), Tone.Warning);
        foreach (var one in state.Compartments)
            yield return new(
                WasteCategories.NameOf(one.Category), Level(one), one.IsFull ? Tone.Warning : one.Fill is null ? Tone.Unknown : Tone.Good);
        if (state.TemperatureC is { } celsius)
            yield return new(new("温度", "Temperature"), Text.Same(string.Create(CultureInfo.InvariantCulture, $"{celsius:0.#} °C")));
    }

    internal static IEnumerable<HomeAssistantValue> HomeAssistantValues(StationState state) =>
    [
        .. state.Compartments.Select(one =>
            HomeAssistantValue.OfNumber("fill_" + WireName.Of(one.Category), WasteCategories.NameOf(one.Category), one.Fill * 100, "%")),
        HomeAssistantValue.OfNumber("temperature", new("温度", "Temperature"), state.TemperatureC, "°C", "temperature"),
        HomeAssistantValue.OfFlag("fire", new("火情", "Fire"), state.Burning || state.Hot, "safety"),
        HomeAssistantValue.OfFlag("tilted", new("倾倒", "Tilted"), state.Tilted, "problem"),
    ];

    private static Text Level(Compartment one)
    {
        if (one.Fill is not { } fill)
            return new("未知", "unknown");
        var percent = string.Create(CultureInfo.InvariantCulture, $"{fill * 100:0} %");
        return one.IsFull ? new(percent + "，已满", percent + ", full") : Text.Same(percent);
    }
}
