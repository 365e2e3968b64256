using Estate.Adapters.Influx;
using Xunit;

namespace Estate.Adapters.Tests.Influx;

/// <summary>A server of the second generation is made ready, once, and as estate.yaml says.</summary>
public sealed class ServerSetupTests : IAsyncDisposable
{
    private readonly ScriptedInflux2 _server = new();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_new_server_gets_its_account_its_buckets_and_the_task_of_the_means()
    {
        (_server.IsSetUp, _server.Token) = (false, "");
        using var sender = new ClientLineSender(Target, TimeProvider.System);
        Assert.Null(await sender.PrepareAsync(default));
        Assert.Equal((true, "t"), (_server.IsSetUp, _server.Token));
        Assert.Equal(
            [("estate", 90 * 86_400L), ("estate_means", 3650 * 86_400L)], _server.Buckets.Select(one => (one.Key, one.Value)).Order());
        var flux = Assert.Single(_server.Tasks).Value;
        Assert.Contains("""to(bucket: "estate_means", org: "estate")""", flux, StringComparison.Ordinal);
        Assert.Contains("""r._measurement == "bin" or r._measurement == "charger" """.TrimEnd(), flux, StringComparison.Ordinal);
        var first = _server.Changes.First();
        Assert.Equal("/api/v2/setup", first.Path);
        Assert.Contains("\"password\":\"a long one\"", first.Body.Replace(": ", ":", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_existing_setup_is_left_unchanged()
    {
        using var sender = new ClientLineSender(Target, TimeProvider.System);
        Assert.Null(await sender.PrepareAsync(default));
        var before = _server.Changes.Count();
        Assert.Null(await sender.PrepareAsync(default));
        Assert.Equal(before, _server.Changes.Count());
    }

    [Fact]
    public async Task Changed_retention_and_task_are_updated_and_unnamed_retention_is_kept()
    {
        (_server.Buckets["estate"], _server.Buckets["estate_means"], _server.Tasks["means of estate"]) = (3_600, 3_600, "old");
        using var sender = new ClientLineSender(Target with { KeepDays = null }, TimeProvider.System);
        Assert.Null(await sender.PrepareAsync(default));
        Assert.Equal((3_600L, 3650 * 86_400L), (_server.Buckets["estate"], _server.Buckets["estate_means"]));
        Assert.NotEqual("old", _server.Tasks["means of estate"]);
        Assert.Single(_server.Tasks);
    }

    [Fact]
    public async Task A_token_without_permission_and_an_unreachable_server_are_reported()
    {
        _server.Token = "another";
        using (var sender = new ClientLineSender(Target, TimeProvider.System))
            Assert.Contains("401", await sender.PrepareAsync(default), StringComparison.Ordinal);
        var nowhere = new Uri($"http://127.0.0.1:{TestKit.Server.FreePort()}/");
        using var gone = new ClientLineSender(Target with { Url = nowhere }, TimeProvider.System);
        await Assert.ThrowsAsync<HttpRequestException>(() => gone.PrepareAsync(default));
    }

    [Fact]
    public async Task An_HTML_page_is_not_taken_for_a_server()
    {
        using var page = new TestKit.ScriptedHttp(new TestKit.ScriptedAnswer(200, "<html>log in</html>"));
        using var sender = new ClientLineSender(Target with { Url = page.Url }, TimeProvider.System);
        await Assert.ThrowsAsync<HttpRequestException>(() => sender.PrepareAsync(default));
    }

    private InfluxTarget Target =>
        new(_server.Url, InfluxDialect.V2, "estate", "estate", "t")
        {
            SetupPassword = "a long one",
            KeepDays = 90,
            MeansDays = 3650,
            Averaged = ["bin", "charger"]
        };
}
