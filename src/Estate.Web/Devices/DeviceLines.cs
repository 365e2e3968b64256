using Estate.Domain.Devices;
using Estate.Web.Shared;

namespace Estate.Web.Devices;

/// <summary>A device's settings as lines that people type, <c>name: value</c>, and its health in words.</summary>
internal static class DeviceLines
{
    internal static string Write(DeviceSettings? settings) =>
        string.Join(
            '\n', (settings?.Values ?? new Dictionary<string, string>()).Where(pair => pair.Key != "id")
            .Select(pair => $"{pair.Key}: {pair.Value}"));

    internal static async Task<Text?> SaveAsync(DeviceAdministration desk, string id, string lines, string by)
    {
        var values = new Dictionary<string, string?>();
        return Read(lines, values) ?? await desk.PutAsync(id, values, by);
    }

    /// <summary>Into settings there are already; each may be said only once.</summary>
    /// <returns>Null where all lines could be read.</returns>
    internal static Text? Read(string lines, Dictionary<string, string?> values)
    {
        foreach (var line in lines.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && line[..colon].Trim() is var name
                && !values.ContainsKey(name))
                values[name] = line[(colon + 1)..].Trim().Trim('"');
            else
                return new Text($"“{line}”：每行一项，写成 名称: 值，每项只写一次", $"'{line}': one setting a line, written name: value, and only once");
        return null;
    }

    internal static Text Of(Tone tone) => tone switch
    {
        Tone.Good => new("正常", "fine"),
        Tone.Unknown => new("未知", "unknown"),
        Tone.Warning => new("注意", "check"),
        _ => new("报警", "alarm"),
    };

    internal static string Online(StatusCard card, Language language) => card.IsOnline switch
    {
        true => language.Pick("在线", "online"),
        false => language.Pick("离线", "offline"),
        _ => "",
    };
}
