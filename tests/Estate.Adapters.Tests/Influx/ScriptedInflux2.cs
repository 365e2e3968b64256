using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Estate.Adapters.Tests.Influx;

/// <summary>
/// An InfluxDB 2 as its API's description says, on Kestrel: set up once, organisations, buckets, tasks, deletes; Flux queries get
/// the answers a test has put there. No real one is available where these tests run.
/// </summary>
internal sealed class ScriptedInflux2 : IAsyncDisposable
{
    private const string Id = "0123456789abcdef";
    private readonly WebApplication _app;
    private int _writes;

    internal ScriptedInflux2()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Use(HearAsync);
        _app.MapGet("/api/v2/setup", () => Results.Json(new { allowed = !IsSetUp }));
        _app.MapPost("/api/v2/setup", SetUp);
        _app.MapGet("/api/v2/orgs", () => Results.Json(new { orgs = new[] { new { id = Id, name = "estate" } } }));
        _app.MapGet("/api/v2/buckets", (string name) => Buckets.TryGetValue(name, out var days)
            ? Results.Json(new { buckets = new[] { BucketOf(name, days) } }) : Error(404, "not found", $"bucket \"{name}\" not found"));
        _app.MapPost("/api/v2/buckets", (JsonObject body) => Keep((string)body["name"]!, body, 201));
        _app.MapPatch("/api/v2/buckets/{id}", (string id, JsonObject body) => Keep(id["id-of-".Length..], body, 200));
        _app.MapGet("/api/v2/tasks", (string name) =>
            Results.Json(new { tasks = Tasks.TryGetValue(name, out var flux) ? new[] { TaskOf(name, flux) } : [] }));
        _app.MapPost("/api/v2/tasks", (JsonObject body) => KeepTask(NameIn((string)body["flux"]!), (string)body["flux"]!, 201));
        _app.MapPatch("/api/v2/tasks/{id}", (string id, JsonObject body) => KeepTask(Tasks.Keys.Single(), (string)body["flux"]!, 200));
        _app.MapPost("/api/v2/query", (JsonObject body) => Results.Text(Answer((string)body["query"]!), "text/csv"));
        _app.MapPost("/api/v2/delete", () => Results.NoContent());
        _app.MapPost("/api/v2/write", () => Results.NoContent());
        _app.Start();
    }

    internal Uri Url => new(_app.Urls.Single().TrimEnd('/') + "/");

    internal bool IsSetUp { get; set; } = true;

    internal string Token { get; set; } = "t";

    /// <summary>Seconds each keeps its points; 0 for ever.</summary>
    internal ConcurrentDictionary<string, long> Buckets { get; } = new();

    internal ConcurrentDictionary<string, string> Tasks { get; } = new();

    internal ConcurrentQueue<(string Method, string Path, string Query, string Body)> Heard { get; } = [];

    internal IEnumerable<(string Method, string Path, string Query, string Body)> Changes => Heard.Where(one => one.Method != "GET");

    /// <summary>Of so many writes it takes, the connection breaks before one is answered.</summary>
    internal int LosesEvery { get; set; } = int.MaxValue;

    internal int Lost { get; private set; }

    /// <summary>What a query gets, by its text; annotated CSV.</summary>
    internal Func<string, string> Answer { get; set; } = _ => "\r\n";

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task HearAsync(HttpContext context, RequestDelegate next)
    {
        context.Request.EnableBuffering();
        var body = await new StreamReader(context.Request.Body, leaveOpen: true).ReadToEndAsync();
        context.Request.Body.Position = 0;
        Heard.Enqueue((context.Request.Method, context.Request.Path, Uri.UnescapeDataString(context.Request.QueryString.ToString()), body));
        if (context.Request.Path == "/api/v2/write" && ++_writes % LosesEvery == 0)
        {
            Lost++;
            context.Abort();
        }
        else if (context.Request.Path != "/api/v2/setup" && (!IsSetUp || context.Request.Headers.Authorization != $"Token {Token}"))
            await Error(401, "unauthorized", "unauthorized access").ExecuteAsync(context);
        else
            await next(context);
    }

    private IResult SetUp(JsonObject body)
    {
        if (IsSetUp)
            return Error(422, "conflict", "onboarding has already been completed");
        (IsSetUp, Token) = (true, (string)body["token"]!);
        Buckets[(string)body["bucket"]!] = (long?)body["retentionPeriodSeconds"] ?? 0;
        return Results.Json(
            new
            {
                user = new { id = Id, name = (string)body["username"]! },
                bucket = BucketOf((string)body["bucket"]!, 0),
                org = new { id = Id, name = (string)body["org"]! }
            }, statusCode: 201);
    }

    private IResult Keep(string name, JsonObject body, int status)
    {
        Buckets[name] = (long)body["retentionRules"]![0]!["everySeconds"]!;
        return Results.Json(BucketOf(name, Buckets[name]), statusCode: status);
    }

    private IResult KeepTask(string name, string flux, int status)
    {
        Tasks[name] = flux;
        return Results.Json(TaskOf(name, flux), statusCode: status);
    }

    private static string NameIn(string flux) => flux.Split("name: \"")[1].Split('"')[0];

    private static object BucketOf(string name, long seconds) =>
        new { id = "id-of-" + name, orgID = Id, name, retentionRules = new[] { new { type = "expire", everySeconds = seconds } } };

    private static object TaskOf(string name, string flux) => new { id = Id, orgID = Id, name, flux, status = "active" };

    private static IResult Error(int status, string code, string message) => Results.Json(new { code, message }, statusCode: status);

    /// <summary>A table as InfluxDB writes it, every row of the same columns; types by Flux's names.</summary>
    internal static string Table(string columns, string types, params string[] rows)
    {
        var count = columns.Split(',').Length;
        var of = (string word) => string.Join(',', Enumerable.Repeat(word, count));
        return string.Join("\r\n", [
            $"#datatype,string,long,{types}", $"#group,false,false,{of("false")}", $"#default,_result,,{of("")[..Math.Max(0, count - 1)]}",
            $",result,table,{columns}",
            .. rows.Select(row => $",,0,{row}"), "", ""]);
    }

    internal static string At(int second) =>
        new DateTime(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc).AddSeconds(second)
        .ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
