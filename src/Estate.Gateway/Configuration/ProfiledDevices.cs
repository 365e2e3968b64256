using Estate.Domain.Devices;
using Estate.Domain.Profiles;
using Estate.Domain.Rules;
using Estate.Gateway.Profiles;
using NodaTime;

namespace Estate.Gateway.Configuration;

/// <summary>Gives each line of the inventory the profile it names; notes what cannot be, with where it stands.</summary>
internal sealed class ProfiledDevices(ProfileBook book, Action<string> error)
{
    private const string Key = "profile";

    /// <summary>As it was called while a device's make was a program's; files of then are read as they are.</summary>
    private const string OldKey = "codec";

    /// <summary>How often a device reports that is set otherwise than its product is.</summary>
    private const string Every = "every";

    /// <param name="where">Such as <c>devices[3]</c>.</param>
    internal DeviceSettings Fit(DeviceId device, Dictionary<string, string> values, string where)
    {
        if (values.Remove(OldKey, out var old) && !values.TryAdd(Key, old))
            error($"{where}.{Key}: there is '{OldKey}' too, which is the old name of the same setting; take 'codec: {old}' out");
        foreach (var key in new[] { DeviceSettings.NameZh, DeviceSettings.NameEn })
            if (values.GetValueOrDefault(key, "") is { Length: > DeviceSettings.LongestName } written)
                error($"{where}.{key}: {written.Length} letters; at most {DeviceSettings.LongestName}");
        foreach (var (key, problem) in DevicePlace.Errors(values))
            error($"{where}.{key}: {problem}");
        var settings = new DeviceSettings(device, values);
        if (values.TryGetValue(Every, out var period))
            settings = settings with { Every = PeriodOf(period, where, hasProfile: values.ContainsKey(Key)) };
        return values.TryGetValue(Key, out var name) && Find(name, device, where) is { } profile && Fits(profile, settings, where)
            ? settings with { Profile = profile } : settings;
    }

    private Duration? PeriodOf(string text, string where, bool hasProfile)
    {
        if (!hasProfile)
            error($"{where}.{Every}: only a device with a profile has a period of its own");
        else if (LengthText.Parse(text) is { } every && every >= Duration.FromSeconds(1))
            return every;
        else
            error($"{where}.{Every}: '{text}' is no length of time such as 90s, 5m or 24h");
        return null;
    }

    private DeviceProfile? Find(string name, DeviceId device, string where)
    {
        if (book.Find(name) is not { } file)
        {
            error($"{where}.{Key}: there is no profile '{name}'{ProfileWords.Suggest(name, book.Names)}");
            return null;
        }
        if (file.Profile is null)
            error($"{where}.{Key}: the profile has {file.Errors.Count} mistake(s): {string.Join("; ", file.Errors)}");
        else if (file.Profile.Kind != device.Kind)
            error($"{where}.{Key}: '{name}' is of the kind {file.Profile.Kind}, {device} of {device.Kind}");
        else
            return file.Profile;
        return null;
    }

    private bool Fits(DeviceProfile profile, DeviceSettings settings, string where)
    {
        if (profile.IsUplink != settings.Values.ContainsKey("dev_eui"))
            error(profile.IsUplink
                ? $"{where}.dev_eui: '{profile.Name}' speaks through a LoRaWAN network server; its 16 hexadecimal digits are needed"
                : $"{where}.dev_eui: '{profile.Name}' speaks MQTT itself; take dev_eui out");
        if (book.Codecs.Find(profile, out var problem) is null && problem is not null)
            error($"{where}.{Key}: {problem}");
        foreach (var (name, otherwise) in profile.Settings)
            if (settings.Values.TryGetValue(name, out var written) && FiniteNumber.TryParseDecimal(otherwise, out _)
                && !FiniteNumber.TryParseDecimal(written, out _))
                error($"{where}.{name}: '{written}' is no number such as {otherwise}");
        return true;
    }
}
