using Estate.Domain.Devices;

namespace Estate.Adapters.HomeAssistant;

/// <summary>
/// Topics shared with Home Assistant. It reads what the gateway makes of its devices, never what devices say: there are card numbers in
/// that.
/// </summary>
public static class HomeAssistantTopics
{
    /// <summary>As whom Home Assistant connects to the broker.</summary>
    public const string User = "homeassistant";

    /// <summary>Home Assistant says online here when it starts, unless it was told another topic.</summary>
    public static string Birth(string prefix) => $"{prefix}/status";

    public static string Config(string prefix, string node) => $"{prefix}/device/{node}/config";

    /// <summary>What is known of a device now.</summary>
    public static string State(string site, DeviceId device) => $"estate/{site}/{device}/home";

    /// <summary>Whether the gateway is there.</summary>
    public static string Availability(string site) => $"estate/{site}/gateway/home/availability";

    internal static IEnumerable<string> AccessLines(string site, string prefix) =>
        [$"topic read {prefix}/#", .. ReadLines(site)];

    /// <summary>What holds nothing of people: all that programs of others may read of an estate.</summary>
    internal static IEnumerable<string> ReadLines(string site) =>
        [$"topic read estate/{site}/+/+/home", $"topic read {Availability(site)}"];
}
