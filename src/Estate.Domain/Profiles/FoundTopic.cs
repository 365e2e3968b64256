namespace Estate.Domain.Profiles;

/// <summary>
/// Where devices announce themselves, everybody may write who has the newcomers' password: so nothing may be said there that is believed.
/// </summary>
public static class FoundTopic
{
    private const int MaxLevelsFromAnywhere = 3;

    private static readonly string[] Reserved = ["estate", "application", "v3", "homeassistant", "$SYS", "$share", ""];

    /// <summary>What is wrong with a <c>found:</c> topic; null where nothing is.</summary>
    public static string? Problem(string filter, ProfileSource profile)
    {
        var levels = filter.Split('/');
        if (levels.Length < 2 || Reserved.Contains(levels[0]))
            return $"'{filter}' is no topic of announcements: at least two levels, and not those of the gateway or of other programs";
        if (levels.Any(level => level.Length > 1 && level.AsSpan().ContainsAny('#', '+')) || levels.SkipLast(1).Contains("#"))
            return $"'{filter}': + is a whole level, # the last one";
        if (levels[0] is "+" && (levels[1] is "+" or "#" || levels.Length > MaxLevelsFromAnywhere || levels[^1] == "#"))
            return $"'{filter}': behind a + at the beginning comes a word, {MaxLevelsFromAnywhere} levels at most";
        if (profile.Messages.SelectMany(one => one.Topics).FirstOrDefault(one => Matches(filter, one.Text)) is { } message)
            return $"'{filter}' is where a message is read ('{message}'): whoever is not adopted could speak for a device that is";
        return null;
    }

    /// <summary>As MQTT has it; what stands for a device's own level is a level.</summary>
    public static bool Matches(string filter, string topic)
    {
        var (wanted, levels) = (filter.Split('/'), topic.Split('/'));
        for (var i = 0; i < wanted.Length; i++)
            if (wanted[i] == "#")
                return true;
            else if (i == levels.Length || (!IsAny(wanted[i]) && !IsAny(levels[i]) && wanted[i] != levels[i]))
                return false;
        return wanted.Length == levels.Length;
    }

    private static bool IsAny(string level) => level is "+" or ProfileTopic.Device;
}
