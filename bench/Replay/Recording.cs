using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using NodaTime;
using NodaTime.Text;

namespace Estate.Bench.Replay;

/// <summary>The rows of a recording, in the order of its files, each with whose it is and when.</summary>
internal sealed class Recording
{
    internal const string BadRow = "bad_row";

    private readonly MappingFile _mapping;
    private readonly RecordedTimes _times;

    private Recording(MappingFile mapping) => (_mapping, _times) = (mapping, new(mapping.Mapping.TimeFormats));

    /// <exception cref="IOException">A file is not there.</exception>
    /// <exception cref="Gateway.Configuration.ConfigurationException">A setting does not fit the columns.</exception>
    /// <param name="leftOut">Rows that <c>where</c> says are none.</param>
    internal static IReadOnlyList<RecordedRow> Read(MappingFile mapping, string folder, out int leftOut)
    {
        var recording = new Recording(mapping);
        var rows = mapping.Mapping.Files.SelectMany(file => Paths(folder, file.Name)
            .SelectMany(path => recording.Rows(path, file.At))).ToList();
        leftOut = rows.RemoveAll(one => one.Row.IsLeftOut);
        return recording.Resolve(rows);
    }

    /// <inheritdoc cref="Read(MappingFile, string, out int)"/>
    internal static IReadOnlyList<RecordedRow> Read(MappingFile mapping, string folder) => Read(mapping, folder, out _);

    /// <summary>Rows of one device, the oldest first, where the file has the newest first.</summary>
    internal static IReadOnlyList<RecordedRow> Chronological(IReadOnlyList<RecordedRow> rows)
    {
        var times = rows.Select(row => row.At).OfType<Instant>().ToList();
        return times.Count > 1 && times[0] > times[^1] && times.Zip(times.Skip(1)).All(pair => pair.First >= pair.Second)
            ? [.. rows.Reverse()] : rows;
    }

    private static List<string> Paths(string folder, string name)
    {
        var found = Directory.GetFiles(folder, name).Order(StringComparer.Ordinal).ToList();
        return found.Count > 0 ? found : throw new IOException($"{folder} has no {name}");
    }

    private IEnumerable<(RecordedRow Row, ToldTime? Time)> Rows(string path, string? at)
    {
        var mapping = _mapping.Mapping;
        using var csv = new CsvReader(new StreamReader(path), new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = mapping.Separator == "\\t" ? "\t" : mapping.Separator,
            HasHeaderRecord = mapping.Header,
            BadDataFound = null,
        });
        RowColumns? columns = null;
        while (csv.Read())
        {
            var cells = mapping.Trim.Length == 0 ? csv.Parser.Record!
                : [.. csv.Parser.Record!.Select(cell => cell.Trim().Trim(mapping.Trim.ToCharArray()))];
            if (columns is null)
            {
                columns = ColumnsOf(mapping.Header ? cells : [.. cells.Select((_, i) => FormattableString.Invariant($"c{i + 1}"))]);
                if (mapping.Header)
                    continue;
            }
            var row = new RecordedRow(Path.GetFileName(path), csv.Parser.RawRow, csv.Parser.RawRecord.TrimEnd('\r', '\n'))
            {
                Cells = cells,
                Columns = columns,
            };
            yield return Wanted(row) is not false ? (row with { Id = row.Value(mapping.Id).Trim() }, TimeOf(row, at))
                : (row with { IsLeftOut = true }, null);
        }
    }

    /// <summary>Null where it is neither: such a row is refused, not left out.</summary>
    private bool? Wanted(RecordedRow row) => _mapping.Mapping.Where is null ? true
        : row.Value(_mapping.Mapping.Where).Trim() switch
        {
            "true" => true,
            "false" => false,
            _ => null,
        };

    private RowColumns ColumnsOf(string[] names)
    {
        var columns = new RowColumns(names);
        foreach (var (setting, value) in _mapping.Values)
            try
            {
                if (value is not null)
                    columns.Prepare(value);
            }
            catch (FormatException mistake)
            {
                throw _mapping.Error(setting, mistake.Message);
            }
        return columns;
    }

    private ToldTime? TimeOf(RecordedRow row, string? at) => at is null
        ? _times.Read(row.Value(_mapping.Mapping.Time).Trim())
        : new ToldTime(null, LocalDateTimePattern.GeneralIso.Parse(at).Value);

    /// <summary>Order tells times apart among the rows of one device only.</summary>
    private List<RecordedRow> Resolve(List<(RecordedRow Row, ToldTime? Time)> rows)
    {
        var resolved = rows.Select(one => one.Row with
        {
            Problem = Wanted(one.Row) is null
                ? (BadRow, $"where is '{one.Row.Value(_mapping.Mapping.Where)}' here, neither true nor false")
                : one.Row.Id.Length == 0 ? (BadRow, "the id is empty")
                : one.Time is null ? (BadRow, $"'{one.Row.Value(_mapping.Mapping.Time)}' fits none of time_formats") : null,
        }).ToList();
        foreach (var own in Enumerable.Range(0, rows.Count).Where(i => resolved[i].Problem is null).GroupBy(i => rows[i].Row.Id))
        {
            var indexes = own.ToList();
            var times = LocalTimes.Resolve([.. indexes.Select(i => (rows[i].Time!.Value, rows[i].Row.Text))], _mapping.Zone);
            foreach (var (i, (at, problem)) in indexes.Zip(times))
                resolved[i] = resolved[i] with { At = at, Problem = problem is null ? null : (problem, $"in {_mapping.Zone.Id}") };
        }
        return resolved;
    }
}
