using System.Collections.Concurrent;
using Estate.Adapters.Influx;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Estate.Adapters.Tests.Influx;

/// <summary>
/// Of a batch with bad lines InfluxDB 3 keeps the others, and answers 400 with the first hundred bad ones, as its documentation has it.
/// </summary>
public sealed class PartialWriteTests : IAsyncDisposable
{
    private const int MostListed = 100;
    private readonly WebApplication _server;
    private readonly ConcurrentDictionary<string, bool> _stored = new();
    private int _requests;

    /// <summary>What the server says of the line that stands at so many, from 1.</summary>
    private Func<int, int> _named = number => number;

    public PartialWriteTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.MapPost("/api/v3/write_lp", AnswerAsync);
        _server.Start();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(5_000, 1, 2)]
    [InlineData(5_000, 250, 4)]
    [InlineData(3, 3, 1)]
    [InlineData(1, 1, 1)]
    public async Task Lines_the_server_names_are_set_aside_and_the_others_are_resent(int count, int bad, int requests)
    {
        var report = await WriteAsync(count, bad);
        Assert.Equal((count - bad, bad, true), (report.Stored, report.Rejected.Distinct().Count(), report.IsSettled));
        Assert.All(report.Rejected, line => Assert.StartsWith("bad", line, StringComparison.Ordinal));
        Assert.Equal(count - bad, _stored.Count);
        Assert.Equal(requests, _requests);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_000)]
    [InlineData(-1)]
    public async Task Line_numbers_out_of_range_are_ignored_and_the_batch_is_halved(int number)
    {
        _named = _ => number;
        var report = await WriteAsync(64, 2);
        Assert.Equal((62, 2), (report.Stored, report.Rejected.Count));
        Assert.All(report.Rejected, line => Assert.StartsWith("bad", line, StringComparison.Ordinal));
        Assert.Equal(62, _stored.Count);
    }

    [Theory]
    [InlineData("""{"error":"partial write of line protocol occurred","data":[{"original_line":"a","line_number":2,"error_message":"no"}"""
        + """,{"line_number":2},{"line_number":9}]}""", new[] { 2, 9 })]
    [InlineData(
        """{"error":"parsing failed for write_lp endpoint","data":{"original_line":"a","line_number":2,"error_message":"no"}}""",
        new int[0])]
    [InlineData("""{"error":"no","data":[{"line_number":"2"}]}""", new int[0])]
    [InlineData("""{"error":"no","data":[{"line_number":2.5}]}""", new int[0])]
    [InlineData("""{"error":"no","data":[{"error_message":"no"}]}""", new int[0])]
    [InlineData("""{"error":"no","data":null}""", new int[0])]
    [InlineData("""{"error":"no"}""", new int[0])]
    [InlineData("[]", new int[0])]
    [InlineData("{", new int[0])]
    [InlineData("", new int[0])]
    public void Only_a_list_of_numbers_names_lines(string body, int[] lines) => Assert.Equal(lines, PartialWrite.RejectedLines(body));

    /// <summary>Of so many lines the bad ones are spread evenly.</summary>
    private async Task<WriteReport> WriteAsync(int count, int bad)
    {
        var target = new InfluxTarget(new(_server.Urls.Single().TrimEnd('/') + "/"), InfluxDialect.V3, "estate");
        using var writer = new InfluxWriter(HttpLineSender.Open(target, TimeProvider.System), TimeProvider.System, attempts: 1);
        var lines = Enumerable.Range(0, count)
            .Select(i => i % (count / bad) == 0 && i / (count / bad) < bad ? $"bad v= {i}" : $"bin fill=1 {i}");
        return await writer.WriteAsync([.. lines], default);
    }

    private async Task<IResult> AnswerAsync(HttpRequest request)
    {
        Interlocked.Increment(ref _requests);
        var lines = (await new StreamReader(request.Body).ReadToEndAsync()).Split('\n');
        foreach (var line in lines.Where(line => !IsBad(line)))
            _stored[line] = true;
        var bad = lines.Index().Where(one => IsBad(one.Item)).Take(MostListed)
            .Select(one =>
                new { original_line = one.Item, line_number = _named(one.Index + 1), error_message = "No fields were provided" }).ToList();
        return bad.Count == 0 ? Results.NoContent()
            : Results.Json(new { error = "partial write of line protocol occurred", data = bad }, statusCode: 400);
    }

    private static bool IsBad(string line) => line.StartsWith("bad", StringComparison.Ordinal);
}
