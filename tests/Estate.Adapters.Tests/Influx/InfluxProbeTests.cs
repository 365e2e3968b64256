using Estate.Adapters.Influx;
using Estate.TestKit;
using Xunit;

namespace Estate.Adapters.Tests.Influx;

/// <summary>A question that writes nothing and meets what a write would meet.</summary>
public sealed class InfluxProbeTests
{
    [Theory]
    [InlineData(InfluxDialect.V1, 200, """{"results":[{"series":[{"values":[["_internal"],["estate"]]}]}]}""", null)]
    [InlineData(InfluxDialect.V1, 200, """{"results":[{"series":[{"values":[["_internal"],["estate2"]]}]}]}""", "it has no database "
        + "estate")]
    [InlineData(InfluxDialect.V1, 401, "", "it does not accept the token (401)")]
    [InlineData(InfluxDialect.V2, 200, """{"buckets":[{"name":"estate"}]}""", null)]
    [InlineData(InfluxDialect.V2, 200, """{"buckets":[]}""", "it has no database estate")]
    [InlineData(InfluxDialect.V2, 404, """{"code":"not found","message":"bucket \"estate\" not found"}""", "it has no database estate")]
    [InlineData(InfluxDialect.V2, 401, """{"code":"unauthorized","message":"unauthorized access"}""", "it does not accept the token (401)")]
    [InlineData(InfluxDialect.V2, 503, "", "it answered 503")]
    [InlineData(InfluxDialect.V3, 200, """[{"iox::database":"estate"}]""", null)]
    [InlineData(InfluxDialect.V3, 200, "not json", "it has no database estate")]
    [InlineData(InfluxDialect.VictoriaMetrics, 200, "OK", null)]
    [InlineData(InfluxDialect.VictoriaMetrics, 503, "", "it answered 503")]
    public async Task Each_server_is_probed_in_its_own_dialect(InfluxDialect dialect, int status, string body, string? problem)
    {
        using var server = new ScriptedHttp(new ScriptedAnswer(status, body));
        using var handler = new SocketsHttpHandler();
        var health = await InfluxProbe.AskAsync(new(server.Url, dialect, "estate", "org", "token"), handler, default);
        Assert.Equal(new InfluxHealth(true, problem), health);
        Assert.Equal("", Assert.Single(server.Received).Body);
    }

    [Fact]
    public async Task A_real_server_reports_its_databases_and_a_stopped_one_does_not_answer()
    {
        using var folder = new TemporaryFolder();
        var port = Server.FreePort();
        using var handler = new SocketsHttpHandler();
        var target = new InfluxTarget(new Uri($"http://127.0.0.1:{port}/"), InfluxDialect.V1, "estate");
        using (await TestServers.InfluxDbAsync(folder, port))
        {
            Assert.Equal("it has no database estate", (await InfluxProbe.AskAsync(target, handler, default)).Problem);
            using var writer = new InfluxWriter(target, handler, TimeProvider.System);
            await writer.PrepareAsync(default);
            Assert.Null((await InfluxProbe.AskAsync(target, handler, default)).Problem);
        }
        Assert.False((await InfluxProbe.AskAsync(target, handler, default)).Answers);
    }
}
