using System.Text;
using System.Text.Json;
using Estate.Bench.Torture;
using Estate.Bench.Torture.Fuzz;
using Estate.TestKit;
using Xunit;

namespace Estate.Bench.Tests.Torture.Fuzz;

/// <summary>What the fuzzer says, and that it sees an error where there is one.</summary>
public sealed class FuzzTests : IDisposable
{
    private static readonly FuzzSample[] Samples =
    [
        Sample(FuzzWay.Devices, "estate/s1/bins/one/event", """{"id":"1","boot":7,"seq":3,"at":5,"type":"tap","data":{"card":"04A1"}}"""),
        Sample(FuzzWay.Plugs, "tele/tas/SENSOR", """{"ENERGY":{"Power":64}}"""),
        Sample(FuzzWay.Radio, "v3/a/devices/b/up", """{"uplink_message":{"f_port":1,"frm_payload":"AQ=="}}"""),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_same_seed_gives_the_same_messages_and_another_seed_others()
    {
        Assert.Equal(Said(7), Said(7));
        Assert.NotEqual(Said(7), Said(8));
    }

    [Fact]
    public void Most_messages_are_still_JSON_and_many_are_new()
    {
        var source = new FuzzSource(new Random(7), Samples);
        var all = Enumerable.Range(0, 10_000).Select(_ => source.Next(1_000)).ToList();
        Assert.InRange(all.Count(one => JsonSpans.Of(one.Payload).Count > 0), 5_000, 9_000);
        Assert.InRange(all.Select(one => Text(one.Payload)).Distinct().Count(), 5_000, 10_000);
        foreach (var way in new[] { FuzzWay.Devices, FuzzWay.Plugs, FuzzWay.Radio })
            Assert.True(all.Count(one => one.Way == way) > 1_000);
    }

    [Fact]
    public void Every_value_is_found_with_its_member()
    {
        var json = """{"a":[1,{"b":"x"}],"c":null}"""u8.ToArray();
        Assert.Equal(
            ["{\"a\":[1,{\"b\":\"x\"}],\"c\":null}", "\"a\":[1,{\"b\":\"x\"}]", "1", "{\"b\":\"x\"}", "\"b\":\"x\"", "\"c\":null"],
            JsonSpans.Of(json).Select(span => Encoding.UTF8.GetString(json[span.From..span.End])));
        Assert.Empty(JsonSpans.Of("{\"a\":"u8));
    }

    [Fact]
    public void An_error_is_counted_recorded_once_and_fails_the_run()
    {
        var tally = new FuzzTally(_folder.File("crashes"));
        foreach (var way in Enum.GetValues<FuzzWay>())
        {
            tally.Count(way, "taken");
            tally.Count(way, "refused");
        }
        var verdict = new ScenarioVerdict("fuzz");
        tally.AddTo(verdict);
        Assert.True(verdict.Passes, verdict.ToString());
        for (var i = 0; i < 3; i++)
            tally.Crash("FormatException\nat Somewhere", "a/topic", "payload"u8);
        Assert.Equal(2, Directory.GetFiles(_folder.File("crashes")).Length);
        tally.AddTo(verdict);
        Assert.Contains("crashes=3 FAIL (1 kinds of crash", verdict.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_in_the_gateways_log_counts_as_an_error()
    {
        var log = _folder.File("gateway.log");
        File.WriteAllLines(log,
        [
            """{"LogLevel":"Information","Message":"Broker connected"}""",
            """{"LogLevel":"Error","Message":"It could not be carried through","Exception":"System.FormatException: words\n   at A"}""",
            """{"LogLevel":"Error","Message":"It could not be carried through","Exception":"System.FormatException: others\n   at B"}""",
            "Unhandled exception. System.Exception",
        ]);
        Assert.Equal(
            ["It could not be carried through System.FormatException", "Unhandled exception. System.Exception"], GatewayLog.Errors(log));
    }

    [Fact]
    public void A_body_is_made_from_its_description()
    {
        using var document = JsonDocument.Parse("""
            {"paths":{"/api/a/{name}":{
              "post":{"requestBody":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/A"}}}}},"get":{}}},
            "components":{"schemas":{"A":{"type":"object","properties":{
              "n":{"type":["null","integer"]},"when":{"type":"string","format":"date"},
              "which":{"enum":["one","two"]},"many":{"type":"array","items":{"type":"boolean"}}}}}}}
            """);
        var calls = ApiSketch.Of(document.RootElement);
        Assert.Equal(["POST /api/a/{name}", "GET /api/a/{name}"], calls.Select(call => $"{call.Method} {call.Path}"));
        Assert.Equal("""{"n":1,"when":"2026-12-24","which":"one","many":[true]}""", Encoding.UTF8.GetString(calls[0].Body!));
        Assert.Null(calls[1].Body);
    }

    private static List<string> Said(int seed)
    {
        var source = new FuzzSource(new Random(seed), Samples);
        return [.. Enumerable.Range(0, 500).Select(_ => source.Next(1_000)).Select(one => one.Topic + Text(one.Payload))];
    }

    private static string Text(byte[] payload) => Encoding.Latin1.GetString(payload);

    private static FuzzSample Sample(FuzzWay way, string topic, string text) => new(way, "one", topic, Encoding.UTF8.GetBytes(text));
}
