using Dapper;
using Estate.Domain.Devices;
using Microsoft.Data.Sqlite;

namespace Estate.Adapters.Storage;

/// <content>Which events were taken in, and what was answered.</content>
public sealed partial class EstateReader
{
    /// <summary>The answers given to events, in their order, of those known; <c>Hash</c> shows whether it was this very event.</summary>
    /// <exception cref="IOException">The database cannot be read now.</exception>
    public IReadOnlyList<(ulong Hash, byte[] Answer)?> FindEvents(IReadOnlyList<(DeviceId Device, string Id)> events)
    {
        try
        {
            using var connection = database.Open();
            return [.. events.Select(one => connection.QueryFirstOrDefault<(long Hash, byte[] Answer)?>(
                    "SELECT CAST(hash AS INTEGER), CAST(answer AS BLOB) FROM event WHERE device = @device AND id = @Id",
                    new { device = one.Device.ToString(), one.Id })
                is { } found ? (unchecked((ulong)found.Hash), found.Answer) : ((ulong, byte[])?)null)];
        }
        catch (SqliteException failure)
        {
            throw new IOException(failure.Message, failure);
        }
    }

    /// <summary>In the order of the table, those behind one; fewer than <paramref name="limit"/> at its end.</summary>
    /// <exception cref="IOException">The database cannot be read now.</exception>
    public IReadOnlyList<(string Device, string Id)> EventIds((string Device, string Id) after, int limit)
    {
        try
        {
            using var connection = database.Open();
            return [.. connection.Query<(string, string)>(
                "SELECT CAST(device AS TEXT), CAST(id AS TEXT) FROM event WHERE (device, id) > (@Device, @Id) ORDER BY device, id LIMIT "
                    + "@limit", new { after.Device, after.Id, limit })];
        }
        catch (SqliteException failure)
        {
            throw new IOException(failure.Message, failure);
        }
    }

    /// <summary>The newest events of each device, so that a used id is known from the first message on.</summary>
    public IReadOnlyList<(DeviceId Device, string Id, ulong Hash, byte[] Answer)> RecentEvents(IEnumerable<DeviceId> devices, int perDevice)
    {
        using var connection = database.Open();
        var known = KnownDevices.OfEvents(connection);
        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT CAST(id AS TEXT), CAST(hash AS INTEGER), CAST(answer AS BLOB) FROM event WHERE device = $device ORDER BY id DESC "
                + "LIMIT $most";
        var asked = command.Parameters.Add("$device", SqliteType.Text);
        command.Parameters.AddWithValue("$most", perDevice);
        var events = new List<(DeviceId, string, ulong, byte[])>();
        foreach (var device in devices.Where(device => known.Contains(device.ToString())))
        {
            asked.Value = device.ToString();
            using var rows = command.ExecuteReader();
            while (rows.Read())
                events.Add((device, rows.GetString(0), unchecked((ulong)rows.GetInt64(1)), rows.GetFieldValue<byte[]>(2)));
        }
        return events;
    }
}
