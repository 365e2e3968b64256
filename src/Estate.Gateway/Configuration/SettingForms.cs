using Estate.Domain.Devices;

namespace Estate.Gateway.Configuration;

/// <summary>What a setting of a certain sort looks like.</summary>
internal static class SettingForms
{
    /// <summary>A topic of MQTT that is none of our own protocol's.</summary>
    internal static bool IsTopic(string topic) => topic.Split('/') is var levels && levels[0] != "estate"
        && levels.All(level => DeviceId.IsValidLevel(level));

    internal static bool IsHost(string name) =>
        Uri.CheckHostName(name) is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6;
}
