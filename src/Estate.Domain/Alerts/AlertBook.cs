using System.Collections.Immutable;
using System.Globalization;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Alerts;

/// <summary>The alerts that are not closed, by what names them; every change goes to the store.</summary>
internal sealed class AlertBook
{
    private readonly Dictionary<AlertKey, Alert> _open = [];
    private readonly Dictionary<AlertKey, ImmutableArray<Instant>> _closed = [];

    internal IReadOnlyCollection<Alert> Open => _open.Values;

    internal static string IdOf(AlertKey key, Instant since)
    {
        var part = key.Component.Length == 0 ? "" : "-" + key.Component;
        return string.Create(
            CultureInfo.InvariantCulture, $"{key.Device.Kind}-{key.Device.Name}-{key.Type}{part}-{since.ToUnixTimeMilliseconds()}");
    }

    internal void Restore(IEnumerable<Alert> alerts)
    {
        foreach (var alert in alerts)
            if (alert.ClosedAt is null)
                // An older program did not keep all that were affected.
                _open[alert.Key] = alert with { AffectedDevices = alert.AffectedDevices.Union(alert.SuppressedDevices) };
            else
                _closed[alert.Key] = alert.Raises;
    }

    internal Alert? Find(AlertKey key) => _open.GetValueOrDefault(key);

    internal Alert? Find(string id) => _open.Values.FirstOrDefault(alert => alert.Id == id);

    /// <summary>Earlier ones of the same name, lately.</summary>
    internal ImmutableArray<Instant> RaisesOf(AlertKey key, Instant now) =>
        _closed.TryGetValue(key, out var raises) ? [.. raises.Where(at => now - at < AlertPolicy.FlapWindow)] : [];

    internal void Save(Alert alert, Effects effects)
    {
        if (alert.ClosedAt is null)
            _open[alert.Key] = alert;
        else
        {
            _open.Remove(alert.Key);
            _closed[alert.Key] = alert.Raises;
        }
        effects.Add(new AlertSaved(alert));
    }

    internal void Shift(Duration by)
    {
        foreach (var alert in _open.Values.ToList())
            _open[alert.Key] = alert.Shift(by);
    }
}
