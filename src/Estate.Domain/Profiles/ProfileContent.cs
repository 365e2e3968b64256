using Estate.Domain.Devices;

namespace Estate.Domain.Profiles;

/// <summary>What a file's version comes to.</summary>
internal sealed record ProfileContent(ProfileSource Source, DeviceHabits Habits)
{
    internal IReadOnlyList<ProfileTopic> Topics { get; init; } = [];
    internal IReadOnlyList<ProfileFound> Found { get; init; } = [];
    internal ProfileMessage[] Uplinks { get; init; } = [];

    internal IReadOnlyList<(string Name, Text What)> UsualSettings { get; init; } = [];

    internal bool ReadsDecoded => Array.Exists(Uplinks, one => one.IsDecoded);
    internal IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();
    internal IReadOnlyDictionary<string, ProfileOrder> Orders { get; init; } = new Dictionary<string, ProfileOrder>();
}
