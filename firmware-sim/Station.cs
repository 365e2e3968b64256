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

    /// <param name="before">How full it was, and is now: 0 to 1.</param>
    public string Emptied(string category, double before, double after) =>
        Record("emptied",
            string.Create(
                CultureInfo.InvariantCulture, $"{{\"category\":\"{category}\",\"before\":{before:0.000},\"after\":{after:0.000}}}"));

    protected override bool Perform(string action, JsonElement data) => action == "release_lid";
}
