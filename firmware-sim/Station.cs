using System.Globalization;
using System.Text.Json;

namespace Estate.FirmwareSim;

/// <summary>Firmware of a waste-sorting station.</summary>
public sealed class Station(DeviceOptions options, TimeProvider time) : Device(options, time)
{
    /// <returns>The event's id, which names the session.</returns>
    public string Tap(string card) => Record("tap", $"{{\"card\":\"{card}\"}}");

    public string Deposit(string session, string category, int grams) =>
        Record("deposit",
            string.Create(CultureInfo.InvariantCulture, $"{{\"session\":\"{session}\",\"category\":\"{category}\",\"grams\":{grams}}}"));

    protected override bool Perform(string action, JsonElement data) => action == "release_lid";
}
