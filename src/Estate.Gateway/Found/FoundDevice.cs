using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace Estate.Gateway.Found;

/// <summary>A device that announces itself and is not of the estate: what it says, which is believed nowhere.</summary>
/// <param name="Source">Where it announces itself: a filter of topics, or a word for uplinks and Home Assistant's discovery.</param>
/// <param name="Id">Which device: its level of topics, or its EUI.</param>
internal sealed record FoundDevice(string Source, string Id)
{
    internal const string Lorawan = "lorawan", HomeAssistant = "home_assistant";

    private const int Digits = 12;

    /// <summary>The same device has the same one after a restart.</summary>
    internal string Key { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Source}\n{Id}")))[..Digits];

    /// <summary>Of its last announcement.</summary>
    internal required string Topic { get; init; }
    internal string Product { get; init; } = "";
    internal string Name { get; init; } = "";

    /// <summary>Its own level of topics, where it speaks MQTT itself.</summary>
    internal string? Level { get; init; }

    /// <summary>Profiles that fit, by what it said until now.</summary>
    internal IReadOnlyList<string> Profiles { get; init; } = [];

    internal Instant FirstHeard { get; init; }
    internal Instant LastHeard { get; init; }

    internal string? DevEui => Source == Lorawan ? Id : null;

    /// <summary>The same device, which announces itself again.</summary>
    internal FoundDevice Merged(FoundDevice newer) => newer with
    {
        FirstHeard = FirstHeard,
        Product = newer.Product.Length > 0 ? newer.Product : Product,
        Level = newer.Level ?? Level,
        // An announcement of another sort takes no profile away that fitted before.
        Profiles = [.. Profiles.Union(newer.Profiles).Order(StringComparer.Ordinal)],
    };
}
