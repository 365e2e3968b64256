using System.Text.RegularExpressions;
using Estate.Gateway.Configuration;

namespace Estate.Cli.Support;

/// <summary>
/// estate.yaml for a stranger: built up from what is known to be harmless, not cut down from what somebody wrote. Free words, comments,
/// addresses and
/// names of people have no way in; numbers, times and the words of the program have.
/// </summary>
internal static partial class RedactedEstate
{
    private const string Hidden = "(hidden)";

    /// <summary>Settings of devices whose values are words of the program.</summary>
    private static readonly string[] Words = ["lock_type", "open_means", "closed_means", "profile", "codec", "stray", "arrow", "evidence"];

    internal static IEnumerable<string> Lines(EstateFile file)
    {
        yield return $"site: {Name(file.Site)}";
        yield return $"zone: {Name(file.Zone)}";
        yield return $"households: {file.Households}";
        yield return $"broker: port {file.Broker.Port}, {(file.Broker.CaFile is null ? "plain" : "TLS")}, "
            + $"{(IsThisMachine(file.Broker.Host) ? "on this machine" : "elsewhere")}";
        yield return file.Influx is not { } influx ? "influx: none" : $"influx: {Name(influx.Dialect)}, "
            + (Uri.TryCreate(influx.Url, UriKind.Absolute, out var url) && IsThisMachine(url.Host) ? "on this machine" : "elsewhere")
            + (influx.TokenFile is null ? ", no token" : ", with a token");
        yield return file.Backup is not { } backup ? "backup: none" : $"backup: at {Value(backup.At)}, keep {backup.Keep}";
        yield return $"gpio: {Name(file.Gpio)}";
        foreach (var pin in file.Pins)
            yield return $"pin: {Name(pin.Device)} {Name(pin.Terminal)} {(pin.Line is { } line ? Name(line) : "two lines")} active "
                + $"{Name(pin.Active)} bias {Name(pin.Bias)} debounce {pin.DebounceMs} ms";
        foreach (var device in file.Devices)
            yield return $"device: {Id(device.GetValueOrDefault("id", ""))} "
                + string.Join(' ', device.Where(pair => pair.Key != "id")
                    .Select(pair => $"{Name(pair.Key)}={(Words.Contains(pair.Key) ? Name(pair.Value) : Value(pair.Value))}"));
        foreach (var (notifier, index) in file.Alerts.Notifiers.Select((one, index) => (one, index)))
            yield return $"notifier {index + 1}: {Name(notifier.Type)}, {notifier.To.Count} addresses";
        foreach (var step in file.Alerts.Ladders.SelectMany(one => one.Steps).Concat(file.Alerts.Ladder))
            yield return $"ladder: after {step.AfterMin} min, from {Name(step.From)}, {step.Notify.Count} notifiers";
        foreach (var policy in file.Points.Policies)
            yield return $"points: version {policy.Version}, windows {string.Join(' ', policy.Windows.Select(Value))}, "
                + $"{policy.PointsPerSession} a session, {policy.SessionsPerDay} a day, {policy.PointsPerRoll} a roll";
    }

    /// <summary>Numbers too short to be anybody's, and times of the day.</summary>
    internal static string Value(string? text) => text is not null && Harmless().IsMatch(text) ? text : Hidden;

    private static string Name(string text) => ProgramWord().IsMatch(text) && !ManyDigits().IsMatch(text) ? text : Hidden;

    private static string Id(string text) => DeviceName().IsMatch(text) && !ManyDigits().IsMatch(text) ? text : Hidden;

    private static bool IsThisMachine(string host) => host is "127.0.0.1" or "localhost" or "::1";

    [GeneratedRegex(@"^(\d{1,5}(\.\d{1,3})?|\d{1,2}:\d{2}(-\d{1,2}:\d{2})?|true|false)$")]
    private static partial Regex Harmless();

    [GeneratedRegex(@"^[A-Za-z0-9/_:.-]{1,40}$")]
    private static partial Regex ProgramWord();

    [GeneratedRegex(@"^[a-z0-9-]+/[a-z0-9\[\]-]+$")]
    private static partial Regex DeviceName();

    [GeneratedRegex(@"\d{5,}")]
    private static partial Regex ManyDigits();
}
