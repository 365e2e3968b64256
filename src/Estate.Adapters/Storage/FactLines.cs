using System.Globalization;
using System.Text;
using Dapper;
using Estate.Adapters.Influx;
using Estate.Domain.Devices;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Estate.Adapters.Storage;

/// <summary>
/// The journal as lines for a time-series server: each fact is a point of the measurement <c>fact</c> that holds its number
/// in the journal, and the figures it has. The same fact always gives the same bytes, so that sending twice changes nothing.
/// </summary>
public sealed class FactLines : IDisposable
{
    /// <summary>Of every fact: whose, what happened, and its number.</summary>
    public static readonly SeriesSchema Schema = new("fact", ["device", "type"], ["n"]);

    private readonly SqliteConnection _connection;
    private readonly EstateReader _reader;
    private readonly string _site;
    private readonly HashSet<string> _withSeries;
    private readonly Dictionary<(string Device, string Type), string> _series = [];

    public FactLines(EstateDatabase database, EstateReader reader, string site)
    {
        (_connection, _reader, _site) = (database.Open(), reader, site);
        _withSeries = [.. reader.WordsWithSeries()];
    }

    /// <summary>The number of the newest fact; 0 where there is none.</summary>
    public long Head => _connection.ExecuteScalar<long?>("SELECT max(n) FROM journal") ?? 0;

    /// <summary>When a fact was received; null where there is none.</summary>
    public Instant? ReceivedAt(long n) =>
        _connection.ExecuteScalar<long?>("SELECT at + delay FROM journal WHERE n >= @n ORDER BY n LIMIT 1", new { n }) is { } at
            ? Instant.FromUnixTimeMilliseconds(at) : null;

    /// <summary>
    /// In order, facts after one up to another until there are <paramref name="limit"/> lines, and the number of the last of them.
    /// </summary>
    public (IReadOnlyList<string> Lines, long Last) Read(long after, long until, int limit)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT n, at, device, type, slice, body FROM fact WHERE n > $after AND n <= $until ORDER BY n LIMIT $limit";
        command.Parameters.AddWithValue("$after", after);
        command.Parameters.AddWithValue("$until", until);
        command.Parameters.AddWithValue("$limit", limit);
        using var rows = command.ExecuteReader();
        var lines = new List<string>();
        var (last, text) = (after, new StringBuilder());
        while (lines.Count < limit && rows.Read())
        {
            last = rows.GetInt64(0);
            var (device, type) = (rows.GetString(2), rows.GetString(3));
            var series = SeriesOf(device, type, text);
            text.Clear().Append(series).Append(CultureInfo.InvariantCulture, $"{last}i ");
            LineProtocol.AppendTime(text, rows.GetInt64(1), last);
            lines.Add(text.ToString());
            if (_withSeries.Contains(type) && _reader.FactOf(rows.GetString(4), rows.GetString(5)) is { } fact)
                foreach (var figure in fact.Series)
                    Add(lines, text, figure, last);
        }
        return (lines, last);
    }

    /// <summary>Up to which fact a server has all; 0 for one that was never sent to.</summary>
    public long CursorOf(string server) =>
        _connection.ExecuteScalar<long?>("SELECT n FROM series_cursor WHERE server = @server", new { server }) ?? 0;

    /// <exception cref="IOException">The disk refuses; facts sent since the last time are sent once more after a restart.</exception>
    public void SaveCursor(string server, long n)
    {
        try
        {
            _connection.Execute(
                "INSERT INTO series_cursor(server, n) VALUES(@server, @n) ON CONFLICT DO UPDATE SET n = excluded.n", new { server, n });
        }
        catch (SqliteException failure)
        {
            throw new IOException(failure.Message, failure);
        }
    }

    /// <summary>Days (UTC) on which facts up to a number happened.</summary>
    internal IEnumerable<Instant> DaysOf(long upTo) =>
        _connection.Query<long>(
            "SELECT DISTINCT at / @day FROM fact_at WHERE n <= @upTo ORDER BY 1", new { day = NodaConstants.MillisecondsPerDay, upTo })
            .Select(day => Instant.FromUnixTimeMilliseconds(day * NodaConstants.MillisecondsPerDay));

    /// <summary>Numbers and devices of the facts that happened on a day.</summary>
    internal IEnumerable<(long N, string Device)> NumbersOf(Instant day, long upTo)
    {
        var from = day.ToUnixTimeMilliseconds();
        return _connection.Query<(long, string)>(
            "SELECT n, device FROM fact WHERE n IN (SELECT n FROM fact_at WHERE at >= @from AND at < @until) AND n <= @upTo",
            new { from, until = from + NodaConstants.MillisecondsPerDay, upTo });
    }

    public void Dispose() => _connection.Dispose();

    /// <summary>The part of a fact's line that is the same for all of a type from a device; there are few.</summary>
    private string SeriesOf(string device, string type, StringBuilder text)
    {
        if (_series.TryGetValue((device, type), out var known))
            return known;
        LineProtocol.AppendSeries(text.Clear(), Schema.Name, [("device", device), ("type", type)], _site);
        return _series[(device, type)] = text.Append(" n=").ToString();
    }

    private void Add(List<string> lines, StringBuilder text, Measurement point, long number)
    {
        try
        {
            LineProtocol.Append(text.Clear(), point, _site, number);
            lines.Add(text.ToString());
        }
        catch (ArgumentException)
        {
            // A figure that is no number: the fact itself says so, and no server could keep it.
        }
    }
}
