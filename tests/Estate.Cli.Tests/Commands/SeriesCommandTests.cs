using System.Globalization;
using Estate.Adapters.Influx;
using Estate.Adapters.Storage;
using Estate.Gateway.Configuration;
using Estate.TestKit;
using Xunit;

namespace Estate.Cli.Tests.Commands;

/// <summary>What <c>estate series verify</c> ends with, against a real VictoriaMetrics that counts twice.</summary>
public sealed class SeriesCommandTests : IDisposable
{
    private const int Facts = 20;

    private readonly TemporaryFolder _folder = new();
    private readonly int _port = Server.FreePort();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Doubles_and_what_is_missing_end_with_1_and_all_as_it_is_with_0()
    {
        using var server = await TestServers.VictoriaMetricsAsync(_folder, _port, "-retentionPeriod=100y");
        File.WriteAllText(_folder.File("estate.yaml"), $$"""
            site: s
            households: 7
            devices: [ { id: bins/a } ]
            influx: { url: "http://127.0.0.1:{{_port}}/", dialect: victoria_metrics, database: estate }
            """);
        var data = new DataFolder(_folder.File("var"));
        var database = data.OpenDatabase();
        Plant(database.Path);
        var model = EstateFileReader.Read(_folder.File("estate.yaml"));
        using var journal = new FactLines(database, new EstateReader(database, []), model.Site, InfluxDialect.VictoriaMetrics);
        using var handler = new SocketsHttpHandler { UseProxy = false };
        using var writer = new InfluxWriter(model.Influx!, handler, TimeProvider.System);
        Assert.Contains("nothing was sent", (await VerifyAsync(1)).Output, StringComparison.Ordinal);
        journal.SaveCursor(model.Influx!.Server, journal.Head);
        Assert.Contains($"{Facts}", (await VerifyAsync(1)).Output, StringComparison.Ordinal);
        var lines = journal.Read(0, long.MaxValue, 1_000).Lines;
        await writer.WriteAsync(lines, default);
        await UntilAsync(0);
        // An answer that got lost.
        await writer.WriteAsync([.. lines.Take(3)], default);
        await UntilAsync(1);
        Assert.Equal(0, (await VerifyAsync(null, "--repair")).Code);
        await UntilAsync(0);
    }

    private async Task UntilAsync(int code) => await Eventually.UntilAsync(() => VerifyAsync(null), run => run.Code == code);

    private async Task<(int Code, string Output)> VerifyAsync(int? code, params string[] more)
    {
        var run = await GatewayProgram.RunAsync(
            null, ["series", "verify", "--estate", _folder.File("estate.yaml"), "--data", _folder.File("var"), .. more]);
        Assert.True(code is null || run.Code == code, run.Output);
        return run;
    }

    private static void Plant(string database) => TestDatabase.Run(database, string.Create(CultureInfo.InvariantCulture,
        $"""
        WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < {Facts})
        INSERT INTO fact(n, at, received, device, slice, body, type)
            SELECT n, 1772409600000 + 1000 * n, 1772409600000 + 1000 * n, 'bins/a', 'bins', '{"{}"}', 'planted' FROM number;
        """));
}
