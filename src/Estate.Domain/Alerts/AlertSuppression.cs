using Estate.Domain.Devices;

namespace Estate.Domain.Alerts;

/// <summary>Which alert stands for which: what hangs behind a silent device is silent because of it.</summary>
internal sealed class AlertSuppression(AlertPolicy policy, AlertBook book)
{
    /// <summary>The open alert that cuts this device off, where what it suffers from is being cut off.</summary>
    internal Alert? FindSuppressor(AlertKey key) => IsCutOff(key.Type)
        ? policy.Upstream(key.Device).Select(above => book.Open.FirstOrDefault(one =>
                one.Key.Device == above && IsCutOff(one.Key.Type) && one is { IsActive: true, RaisedAt: not null }))
            .FirstOrDefault(cause => cause is not null)
                ?? book.Open.FirstOrDefault(one =>
                    one is { IsActive: true, RaisedAt: not null } && key.Type == DeviceFellSilent.Silent
                    && one.Suppresses.Contains(key.Device.ToString()))
        : null;

    /// <summary>What it hangs behind is about to be found silent itself: one alert instead of each one's own.</summary>
    internal bool HasPendingCause(AlertKey key) => IsCutOff(key.Type) && policy.Upstream(key.Device).Any(above =>
        book.Open.Any(one => one.Key.Device == above && IsCutOff(one.Key.Type) && one is { IsActive: true, RaisedAt: null }));

    /// <summary>The open alerts that are part of this one.</summary>
    internal IReadOnlyList<Alert> EffectsOf(Alert cause) => cause.IsHistorical || (!IsCutOff(cause.Key.Type) && cause.Suppresses.IsEmpty)
        ? [] : [.. book.Open.Where(one => one.Key != cause.Key && IsEffect(one.Key, cause))];

    private bool IsEffect(AlertKey key, Alert cause) => cause.Suppresses.IsEmpty
        ? IsCutOff(key.Type) && policy.Upstream(key.Device).Contains(cause.Key.Device)
        : key.Type == DeviceFellSilent.Silent && cause.Suppresses.Contains(key.Device.ToString());

    private static bool IsCutOff(string type) => type is DeviceFellSilent.Silent or AlertPolicy.BrokerLost;
}
