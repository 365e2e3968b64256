using Estate.Domain.Devices;

namespace Estate.Domain.Alerts;

/// <summary>
/// What a silence is about, as it is written: <c>alert:DEVICE/TYPE[/COMPONENT]</c>, <c>device:DEVICE</c> with all that hangs behind it,
/// <c>zone:NAME</c> or <c>kind:NAME</c>.
/// </summary>
public readonly record struct SilenceScope(string Form, string Value)
{
    public const string OfAlert = "alert", OfDevice = "device", OfZone = "zone", OfKind = "kind";

    public override string ToString() => $"{Form}:{Value}";

    public static SilenceScope? TryParse(string text) =>
        text.Split(':', 2) is [OfAlert or OfDevice or OfZone or OfKind, { Length: > 0 and <= 200 }] parts ? new(parts[0], parts[1]) : null;

    internal bool Covers(AlertKey key, AlertPolicy policy) => Form == OfAlert ? key.ToString() == Value : Covers(key.Device, policy);

    internal bool Covers(DeviceId device, AlertPolicy policy)
    {
        var value = Value;
        return Form switch
        {
            OfDevice => device.ToString() == value || policy.Upstream(device).Any(above => above.ToString() == value),
            OfZone => policy.Zones.GetValueOrDefault(device) == value,
            OfKind => device.Kind == value,
            _ => false,
        };
    }
}
