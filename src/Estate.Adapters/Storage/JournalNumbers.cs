using Estate.Domain.Devices;
using Microsoft.Data.Sqlite;

namespace Estate.Adapters.Storage;

/// <summary>The numbers by which the journal names devices and types of facts; who is new gets the next.</summary>
internal sealed class JournalNumbers(SqliteConnection connection) : IDisposable
{
    private readonly PreparedStatement _device = new(connection, "SELECT id FROM device WHERE name = $0", 1);
    private readonly PreparedStatement _newDevice = new(connection, "INSERT INTO device(name) VALUES($0) RETURNING id", 1);
    private readonly PreparedStatement _type = new(connection, "SELECT id FROM fact_type WHERE slice = $0 AND type = $1", 2);
    private readonly PreparedStatement _newType = new(connection, "INSERT INTO fact_type(slice, type) VALUES($0, $1) RETURNING id", 2);
    private readonly Dictionary<DeviceId, long> _devices = [];
    private readonly Dictionary<(string Slice, string Type), long> _types = [];

    internal long Of(DeviceId device)
    {
        if (_devices.TryGetValue(device, out var known))
            return known;
        var name = device.ToString();
        return _devices[device] = _device.Number(name) ?? _newDevice.Number(name)!.Value;
    }

    internal long Of(string slice, string type)
    {
        if (_types.TryGetValue((slice, type), out var known))
            return known;
        return _types[(slice, type)] = _type.Number(slice, type) ?? _newType.Number(slice, type)!.Value;
    }

    /// <summary>After a transaction that came to nothing: what it had numbered is not there.</summary>
    internal void Forget()
    {
        _devices.Clear();
        _types.Clear();
    }

    public void Dispose()
    {
        foreach (var statement in new[] { _device, _newDevice, _type, _newType })
            statement.Dispose();
    }
}
