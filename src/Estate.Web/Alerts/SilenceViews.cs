using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using Estate.Gateway.Configuration;
using NodaTime;

namespace Estate.Web.Alerts;

/// <summary>Silences in words, and what can be silenced.</summary>
internal static class SilenceViews
{
    private static readonly IReadOnlyList<int> Usual = [30, 60, 120, 240, 480];

    /// <summary>Half an hour to the longest shift.</summary>
    internal static IReadOnlyList<int> Minutes(ShiftPlan shifts)
    {
        var longest = (int)shifts.Longest.TotalMinutes;
        return [.. Usual.Where(minutes => minutes < longest), longest];
    }

    internal static Text LengthOf(int minutes)
    {
        var hours = (minutes / 60.0).ToString("0.#", System.Globalization.CultureInfo.InvariantCulture);
        return minutes < 60 ? new($"{minutes} 分钟", $"{minutes} minutes") : new($"{hours} 小时", minutes == 60 ? "1 hour" : $"{hours} hours");
    }

    internal static Text Of(SilenceScope scope, DeviceNames names) => scope.Form switch
    {
        SilenceScope.OfZone => new($"{scope.Value} 区", $"zone {scope.Value}"),
        SilenceScope.OfKind => new($"所有{names.TitleOf(scope.Value).Zh}", $"each of the kind: {names.TitleOf(scope.Value).En}"),
        SilenceScope.OfDevice => new($"{names.Of(scope.Value).Zh}及其后的设备", $"{names.Of(scope.Value).En} and what hangs behind it"),
        _ => names.InWords(Text.Same(scope.Value)),
    };

    internal static Text KindOf(Silence silence) => silence.IsShelf ? new("搁置", "shelved") : new("施工", "planned work");

    /// <summary>Each zone, each kind, and each device that others hang behind.</summary>
    internal static IReadOnlyList<SilenceScope> Choices(EstateModel model)
    {
        var policy = model.Alerts.Policy;
        return [
            .. policy.Zones.Values.Distinct().Order(StringComparer.Ordinal).Select(zone => new SilenceScope(SilenceScope.OfZone, zone)),
            .. model.Inventory.Select(one => one.Device.Kind).Distinct().Order(StringComparer.Ordinal)
                .Select(kind => new SilenceScope(SilenceScope.OfKind, kind)),
            .. policy.Behind.Values.Select(device => device.ToString()).Distinct().Order(StringComparer.Ordinal)
                .Select(device => new SilenceScope(SilenceScope.OfDevice, device))];
    }

    internal static object Json(Silence silence) => new
    {
        silence.Id,
        Scope = silence.Scope.ToString(),
        silence.By,
        silence.Reason,
        From = silence.From.ToString(),
        Until = silence.Until.ToString(),
    };

    internal static string Time(Instant at, DateTimeZone zone) =>
        at.InZone(zone).ToString("MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);
}
