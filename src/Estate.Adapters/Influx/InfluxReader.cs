using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Adapters.Influx;

/// <summary>
/// Reads points back, oldest first, a day at a time: the first and third generation of InfluxDB by InfluxQL, VictoriaMetrics by its export.
/// </summary>
internal sealed class InfluxReader : ISeriesStore
{
    private const int Chunk = 5_000;
    private static readonly Duration Step = Duration.FromDays(1);

    private readonly InfluxTarget _target;
    private readonly string _site;
    private readonly HttpClient _http;

    /// <param name="site">Only this estate's points.</param>
    /// <param name="isOwner">The handler ends with this.</param>
    public InfluxReader(InfluxTarget target, HttpMessageHandler handler, string site, bool isOwner = false)
    {
        (_target, _site) = (target, site);
        _http = new HttpClient(handler, disposeHandler: isOwner) { Timeout = TimeSpan.FromSeconds(60) };
    }

    /// <exception cref="IOException">The server does not answer, or refuses; says which and why.</exception>
    public IAsyncEnumerable<Measurement> ReadAsync(SeriesSchema series, Instant from, Instant until, CancellationToken stop) =>
        ReadAsync(series, (from, until), withRepeats: false, stop);

    public IAsyncEnumerable<Measurement> SamplesAsync(SeriesSchema series, Instant from, Instant until, CancellationToken stop) =>
        ReadAsync(series, (from, until), withRepeats: true, stop);

    public async Task<IReadOnlyCollection<string>> TagsAsync(CancellationToken stop)
    {
        var isPrometheus = _target.Dialect == InfluxDialect.VictoriaMetrics;
        var names = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var line in LinesAsync(
                isPrometheus ? "api/v1/labels" : Query("SHOW TAG KEYS"), stop))
            names.UnionWith(Understood(line, root => isPrometheus ? Labels(root) : TagKeys(root)));
        return names;
    }

    /// <remarks>InfluxDB 3 Core deletes no points.</remarks>
    public async Task ForgetAsync(string tag, CancellationToken stop)
    {
        var path = _target.Dialect switch
        {
            InfluxDialect.V3 => throw CannotDelete(),
            InfluxDialect.VictoriaMetrics => Delete($"{tag}!=\"\""),
            _ => Query(DropSeries(tag)),
        };
        await OrderAsync(path, stop);
    }

    public Task DeleteAsync(IReadOnlyCollection<SeriesSchema> measurements, CancellationToken stop)
    {
        var names = measurements.Select(series => $"\"{series.Name}\"");
        var fields = measurements.SelectMany(series => series.Fields.Select(field => $"{series.Name}_{field}"));
        return OrderAsync(
            _target.Dialect switch
            {
                InfluxDialect.V3 => throw CannotDelete(),
                InfluxDialect.VictoriaMetrics => Delete($"__name__=~\"{string.Join('|', fields)}\""),
                _ => Query($"DROP SERIES FROM {string.Join(',', names)} WHERE \"site\" = '{Quoted}'"),
            },
            stop);
    }

    public void Dispose() => _http.Dispose();

    private async IAsyncEnumerable<Measurement> ReadAsync(
        SeriesSchema series, (Instant From, Instant Until) time, bool withRepeats, [EnumeratorCancellation] CancellationToken stop)
    {
        for (var day = time.From; day < time.Until; day += Step)
        {
            var end = Instant.Min(day + Step, time.Until);
            var points = _target.Dialect == InfluxDialect.VictoriaMetrics ? ExportAsync(series, (day, end), withRepeats, stop)
                : QueryAsync(series, day, end, stop);
            await foreach (var point in points)
                yield return point;
        }
    }

    private async Task OrderAsync(string path, CancellationToken stop)
    {
        using var response = await SendAsync(path, stop, HttpMethod.Post);
        var answer = await response.Content.ReadAsStringAsync(stop);
        if (_target.Dialect == InfluxDialect.V1)
            Understood(answer, root => Points(new("", [], []), root));
    }

    private IOException CannotDelete() => new(
        $"{_target.Url.Authority}: InfluxDB 3 cannot delete points: delete the database there, the gateway sends the journal again");

    private string Delete(string match) =>
        $"api/v1/admin/tsdb/delete_series?match[]={Uri.EscapeDataString($"{{site=\"{_site}\",{match}}}")}";

    private string Query(string order) => $"query?db={Uri.EscapeDataString(_target.Database)}&q={Uri.EscapeDataString(order)}";

    private string DropSeries(string tag) =>
        $"DROP SERIES WHERE \"site\" = '{Quoted}' AND \"{tag.Replace("\"", "\\\"", StringComparison.Ordinal)}\" =~ /.+/";

    private string Quoted => _site.Replace("'", "\\'", StringComparison.Ordinal);

    private static List<string> Labels(JsonElement answer) =>
        [.. answer.GetProperty("data").EnumerateArray().Select(name => name.GetString()!).Where(name => name is not ("__name__" or "db"))];

    /// <summary>InfluxDB 3 puts the measurement in front of each.</summary>
    private static List<string> TagKeys(JsonElement answer) =>
        [.. answer.GetProperty("results").EnumerateArray().Where(result => result.TryGetProperty("series", out _))
            .SelectMany(result => result.GetProperty("series").EnumerateArray())
            .SelectMany(part => part.GetProperty("values").EnumerateArray())
            .Select(row => row.EnumerateArray().Last().GetString()!)];

    private async IAsyncEnumerable<Measurement> QueryAsync(
        SeriesSchema series, Instant from, Instant until, [EnumeratorCancellation] CancellationToken stop)
    {
        var names = string.Join(',', series.Fields.Concat(series.Tags).Select(name => $"\"{name}\""));
        var time = FormattableString.Invariant($"time >= {from.ToUnixTimeTicks()}00 AND time < {until.ToUnixTimeTicks()}00");
        var query = $"SELECT {names} FROM \"{series.Name}\" WHERE \"site\" = '{Quoted}' AND {time}";
        var path = $"query?db={Uri.EscapeDataString(_target.Database)}&epoch=ns&chunked=true&chunk_size={Chunk}"
            + $"&q={Uri.EscapeDataString(query)}";
        await foreach (var line in LinesAsync(path, stop))
            foreach (var point in Understood(line, root => Points(series, root)))
                yield return point;
    }

    private List<Measurement> Points(SeriesSchema series, JsonElement answer)
    {
        var points = new List<Measurement>();
        if (answer.TryGetProperty("error", out var broken))
            throw new IOException($"{_target.Url.Authority}: {broken.GetString()}");
        foreach (var result in answer.GetProperty("results").EnumerateArray())
        {
            if (result.TryGetProperty("error", out var error))
                throw new IOException($"{_target.Url.Authority}: {error.GetString()}");
            if (result.TryGetProperty("series", out var parts))
                points.AddRange(
                    parts.EnumerateArray().SelectMany(part => part.GetProperty("values").EnumerateArray())
                    .Select(row => Point(series, row)));
        }
        return points;
    }

    /// <exception cref="IOException">The answer is not what this server should say.</exception>
    private T Understood<T>(string line, Func<JsonElement, T> read)
    {
        try
        {
            using var answer = JsonDocument.Parse(line);
            return read(answer.RootElement);
        }
        catch (Exception mistake) when (
            mistake is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException or FormatException)
        {
            throw new IOException($"{_target.Url.Authority} answered what cannot be read: {mistake.Message}", mistake);
        }
    }

    /// <summary>Columns come as they were asked for: the time, fields, tags.</summary>
    private static Measurement Point(SeriesSchema series, JsonElement row)
    {
        var fields = ImmutableArray.CreateBuilder<(string, FieldValue)>(series.Fields.Count);
        for (var i = 0; i < series.Fields.Count; i++)
            if (FiniteNumber.Of(row[i + 1]) is { } number)
                fields.Add((series.Fields[i], number));
        var tags = ImmutableArray.CreateBuilder<(string, string)>(series.Tags.Count);
        for (var i = 0; i < series.Tags.Count; i++)
            if (row[series.Fields.Count + 1 + i].GetString() is { Length: > 0 } value)
                tags.Add((series.Tags[i], value));
        var at = Instant.FromUnixTimeSeconds(0).PlusNanoseconds(row[0].GetInt64());
        return new(series.Name, at, tags.DrainToImmutable(), fields.DrainToImmutable());
    }

    private async IAsyncEnumerable<Measurement> ExportAsync(
        SeriesSchema series, (Instant From, Instant Until) time, bool withRepeats, [EnumeratorCancellation] CancellationToken stop)
    {
        var points = new ExportedPoints(series, withRepeats);
        foreach (var field in series.Fields)
        {
            var match = $"{{__name__=\"{series.Name}_{field}\",site=\"{_site}\"}}";
            // Both ends belong to an export.
            var (start, end) = (time.From.ToUnixTimeMilliseconds() / 1000.0, (time.Until.ToUnixTimeMilliseconds() - 1) / 1000.0);
            var path = string.Create(
                CultureInfo.InvariantCulture, $"api/v1/export?match[]={Uri.EscapeDataString(match)}&start={start:F3}&end={end:F3}");
            await foreach (var line in LinesAsync(path, stop))
                Understood(line, root => points.Add(field, root));
        }
        foreach (var point in points.InOrder())
            yield return point;
    }

    private async IAsyncEnumerable<string> LinesAsync(string path, [EnumeratorCancellation] CancellationToken stop)
    {
        using var response = await SendAsync(path, stop);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(stop));
        while (await NextAsync(reader, stop) is { } line)
            if (line.Length > 0)
                yield return line;
    }

    private async Task<HttpResponseMessage> SendAsync(string path, CancellationToken stop, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, new Uri(_target.Url, path));
        _target.Authorize(request);
        try
        {
            var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
            if (response.IsSuccessStatusCode)
                return response;
            using (response)
                throw new IOException(
                    $"{_target.Url.Authority} answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(stop)}");
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException { InnerException: TimeoutException })
        {
            throw new IOException($"{_target.Url.Authority}: {failure.Message}", failure);
        }
    }

    private async Task<string?> NextAsync(StreamReader reader, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(_http.Timeout);
        try
        {
            return await reader.ReadLineAsync(patience.Token);
        }
        catch (Exception failure) when (
            failure is HttpRequestException or HttpIOException || (failure is OperationCanceledException && !stop.IsCancellationRequested))
        {
            throw new IOException($"{_target.Url.Authority}: {failure.Message}", failure);
        }
    }
}
