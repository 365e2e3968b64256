using Estate.Domain.Devices;

namespace Estate.Domain.Alerts;

/// <summary>Alerts in words.</summary>
public static class AlertTexts
{
    private const string Prefix = "socket-";

    /// <summary>The part of the device; null for all of it.</summary>
    public static Text? PartOf(string component) => component.Length == 0 ? null
        : component.StartsWith(Prefix, StringComparison.Ordinal)
            ? new("插座 " + component[Prefix.Length..], "socket " + component[Prefix.Length..])
        : Text.Same(component);
}
