using System.Text.Json;
using Dapper;
using Estate.Domain.Devices;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Estate.Adapters.Storage;

/// <summary>A series whose roll-ups are kept: its name, the values of its tags, and the fields in the order of the blocks.</summary>
internal sealed record RolledSeries(long Id, string Name, IReadOnlyList<(string Key, string Value)> Tags, IReadOnlyList<string> Fields);

/// <summary>
/// Rows of roll-ups by resolution (slot length in seconds), block start and series: what is written together lies together, so
/// that an hour of the whole estate is a few pages of the flash.
/// </summary>
internal sealed class RollupTable
{
    /// <summary>What is no time at all, or no number, is damaged.</summary>
    private static readonly long Latest = Instant.MaxValue.ToUnixTimeSeconds();

    private readonly EstateDatabase _database;
    private readonly Dictionary<string, RolledSeries> _series;
    private readonly List<RolledSeries> _changed = [];

    /// <summary>By name and tags as measurements bring them: to sort and write them for each costs more than all else.</summary>
    private readonly Dictionary<string, RolledSeries> _asBrought = [];
    private long _newest;

    internal RollupTable(EstateDatabase database)
    {
        _database = database;
        using var connection = database.Open();
        _series = connection.Query<(long Id, string Name, string Tags, string Fields)>("SELECT id, name, tags, fields FROM rollup_series")
            .Select(row =>
                new RolledSeries(
                    row.Id, row.Name, [.. JsonSerializer.Deserialize<string[][]>(row.Tags)!.Select(tag => (tag[0], tag[1]))],
                    JsonSerializer.Deserialize<string[]>(row.Fields)!))
            .ToDictionary(series => Key(series.Name, series.Tags));
        _newest = _series.Values.Select(series => series.Id).DefaultIfEmpty().Max();
    }

    /// <summary>
    /// Known by its name and tags; made where it is new, and written with its first block. Fields that its kind has had only
    /// since then come behind the others, so that older blocks are read as before.
    /// </summary>
    internal RolledSeries SeriesOf(SeriesSchema schema, Measurement point)
    {
        var brought = string.Join('\u001f', point.Tags.Select(tag => $"{tag.Key}\u001e{tag.Value}").Prepend(point.Name));
        return _asBrought.TryGetValue(brought, out var recent) ? recent : _asBrought[brought] = Find(schema, point);
    }

    private RolledSeries Find(SeriesSchema schema, Measurement point)
    {
        var key = Key(point.Name, point.Tags);
        var known = _series.GetValueOrDefault(key);
        if (known is not null && schema.Fields.All(known.Fields.Contains))
            return known;
        var made = known is not null ? known with { Fields = [.. known.Fields.Union(schema.Fields)] }
            : new(++_newest, point.Name, [.. point.Tags], schema.Fields);
        _changed.Add(made);
        return _series[key] = made;
    }

    /// <summary>Series that were ever measured; devices of the inventory have a few each.</summary>
    internal int Count => _series.Count;

    internal IEnumerable<RolledSeries> All(string name) => _series.Values.Where(series => series.Name == name);

    /// <summary>Of one resolution, blocks that begin in a span of time, by series.</summary>
    internal IReadOnlyList<(Instant Start, long Series, byte[] Body)> Blocks(
        int resolution, Instant from, Instant until, IEnumerable<long>? series = null)
    {
        using var connection = _database.Open();
        var of = series?.ToList();
        return [.. connection.Query<(long, long, byte[])>(
            "SELECT start, series, body FROM rollup WHERE resolution = @resolution AND start >= @from AND start < "
                + $"@until{(of is null ? "" : " AND series IN @of")} ORDER BY start",
            new { resolution, from = from.ToUnixTimeSeconds(), until = until.ToUnixTimeSeconds(), of }).Select(row =>
                (Instant.FromUnixTimeSeconds(row.Item1), row.Item2, row.Item3))];
    }

    /// <summary>Where the first block of one resolution begins, from a time on; null where there is none.</summary>
    internal Instant? First(int resolution, Instant from)
    {
        using var connection = _database.Open();
        return connection.ExecuteScalar<long?>(
            "SELECT start FROM rollup WHERE resolution = @resolution AND start >= @from AND start <= @Latest ORDER BY start LIMIT 1",
            new { resolution, from = from.ToUnixTimeSeconds(), Latest }) is { } start ? Instant.FromUnixTimeSeconds(start) : null;
    }

    /// <exception cref="IOException">The disk refuses; nothing was written.</exception>
    internal void Write(
        IEnumerable<(int Resolution, Instant Start, long Series, byte[] Body)> rows, IEnumerable<(int Resolution, Instant Before)> forget)
    {
        try
        {
            using var connection = _database.Open();
            using var transaction = connection.BeginTransaction();
            foreach (var series in _changed)
                connection.Execute("INSERT INTO rollup_series(id, name, tags, fields) VALUES(@Id, @Name, @tags, @fields) ON CONFLICT DO "
                    + "UPDATE SET fields = excluded.fields",
                new { series.Id, series.Name, tags = Tags(series.Tags), fields = JsonSerializer.Serialize(series.Fields) },
                transaction);
            foreach (var (resolution, start, series, body) in rows)
                connection.Execute(
                    "INSERT OR REPLACE INTO rollup(resolution, start, series, body) VALUES(@resolution, @start, @series, @body)",
                    new { resolution, start = start.ToUnixTimeSeconds(), series, body }, transaction);
            foreach (var (resolution, before) in forget)
                connection.Execute(
                    "DELETE FROM rollup WHERE resolution = @resolution AND start < @before",
                    new { resolution, before = before.ToUnixTimeSeconds() }, transaction);
            transaction.Commit();
            _changed.Clear();
        }
        catch (SqliteException failure)
        {
            throw new IOException(failure.Message, failure);
        }
    }

    private static string Tags(IEnumerable<(string Key, string Value)> tags) =>
        JsonSerializer.Serialize(tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => new[] { tag.Key, tag.Value }));

    private static string Key(string name, IEnumerable<(string Key, string Value)> tags) => name + "\n" + Tags(tags);
}
