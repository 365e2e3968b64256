using System.Diagnostics;
using System.Text.Json.Nodes;
using Estate.District.Reports;
using Estate.District.Tests.Pages;
using Estate.TestKit;
using Npgsql;
using Xunit;

namespace Estate.District.Tests.Deploy;

/// <summary>Grafana's boards: each question is one that PostgreSQL answers, to a role that sees no more than the pages' readers.</summary>
[Collection(DistrictCollection.Name)]
public sealed class DashboardTests(DistrictFixture servers) : IAsyncLifetime
{
    private static readonly string Grafana = Path.Combine(Repository.Root, "deploy", "district", "grafana");

    private static readonly Dictionary<string, string> Macros = new()
    {
        ["$__timeFrom()"] = "(now() - interval '30 days')",
        ["$__timeTo()"] = "(now() + interval '1 day')",
        ["$__timeFilter(hour)"] = "hour BETWEEN now() - interval '30 days' AND now()",
        ["${street:sqlstring}"] = "'河东','河西'",
    };

    private ServedDistrict _district = null!;
    private NpgsqlDataSource _reader = null!;

    public static TheoryData<string> Dashboards =>
        [.. Directory.GetFiles(Path.Combine(Grafana, "dashboards"), "*.json").Select(path => Path.GetFileName(path))];

    public async ValueTask InitializeAsync()
    {
        _district = await ServedDistrict.StartAsync(
            servers, [ServedDistrict.Estate("north", "河东"), ServedDistrict.Estate("south", "河东"), ServedDistrict.Estate("west", "河西")]);
        await FillAsync();
        var address = new NpgsqlConnectionStringBuilder(_district.Source.ConnectionString);
        await RunReaderSqlAsync(address);
        _reader = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(address.ConnectionString) { Username = "grafana" });
    }

    public async ValueTask DisposeAsync()
    {
        if (_reader is not null)
            await _reader.DisposeAsync();
        if (_district is not null)
            await _district.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Dashboards))]
    public async Task The_database_answers_each_question_of_a_board(string dashboard)
    {
        var board = Read(dashboard);
        foreach (var sql in Questions(board).Concat(board["templating"]!["list"]!.AsArray().Select(one => (string)one!["query"]!)))
        {
            var rows = await RowsAsync(Filled(sql));
            Assert.True(rows.Count > 0, sql);
            if (sql.Contains(" AS metric", StringComparison.Ordinal))
                Assert.All(rows, row => Assert.True(row[0] is DateTime && row[1] is string, sql));
        }
    }

    [Fact]
    public void Boards_have_ids_of_their_own_and_the_source_that_is_provided()
    {
        var all = Dashboards.Select(row => Read(row.Data)).ToList();
        Assert.Equal(all.Count, all.Select(one => (string)one["uid"]!).Distinct().Count());
        Assert.All(
            all.SelectMany(one => one["panels"]!.AsArray()), panel => Assert.Equal("district", (string)panel!["datasource"]!["uid"]!));
        Assert.All(all, one => Assert.Equal(
            one["panels"]!.AsArray().Count, one["panels"]!.AsArray().Select(panel => (int)panel!["id"]!).Distinct().Count()));
        Assert.Contains("uid: district\n", File.ReadAllText(Path.Combine(Grafana, "provisioning", "datasources", "district.yaml")),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_fewer_than_five_households_the_views_say_nothing()
    {
        Assert.Empty(await RowsAsync("SELECT 1 FROM report.day WHERE site = 'south' "
            + "AND coalesce(households, took_part, wet_g, residual_g, awards) IS NOT NULL"));
        Assert.Equal([600L, 400L], (await RowsAsync("SELECT sum(wet_g)::bigint, sum(residual_g)::bigint FROM report.day "
            + "WHERE street_zh = '河东' AND day = current_date")).Single());
    }

    [Fact]
    public async Task The_views_say_what_the_pages_say()
    {
        var pages = await RowsAsync(
            $"{DaySql.Of(DaySql.All).Replace("$2", "current_date - 9", StringComparison.Ordinal).Replace("$3", "current_date + 9",
                StringComparison.Ordinal)} SELECT site, day, CASE WHEN is_told THEN households END, CASE WHEN is_told THEN wet END, "
                + "CASE WHEN is_told THEN awards END, acknowledged, acknowledged_s, secured_s, scheduled_s, silences, stuck, polled, "
                + "turnout, graded, satisfied FROM d ORDER BY 1, 2", _district.Source);
        Assert.Equal(6, pages.Count);
        Assert.Equal(pages, await RowsAsync(
            "SELECT site, day, took_part, wet_g, awards, acknowledged, acknowledged_s, secured_s, scheduled_s, silences, stuck, polled, "
                + "turnout, graded, satisfied FROM report.day ORDER BY 1, 2"));
    }

    [Theory]
    [InlineData("SELECT 1 FROM fact")]
    [InlineData("SELECT 1 FROM rollup_day")]
    [InlineData("SELECT 1 FROM rollup_hour")]
    [InlineData("SELECT 1 FROM account")]
    [InlineData("SELECT 1 FROM key_ring")]
    [InlineData("SET ROLE district")]
    [InlineData("CREATE TABLE report.mine(a int)")]
    [InlineData("CREATE TABLE public.mine(a int)")]
    public async Task The_role_sees_the_views_and_nothing_else(string sql)
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => RowsAsync(sql));
        Assert.Contains(refused.SqlState, new[] { PostgresErrorCodes.InsufficientPrivilege, PostgresErrorCodes.ReadOnlySqlTransaction });
    }

    /// <summary>South has four households each day, and says everything all the same.</summary>
    private Task FillAsync() => _district.RunAsync(
        """
        INSERT INTO rollup_day SELECT site, current_date - back, what, count, amount FROM (VALUES ('north', 40), ('south', 4), ('west', 7))
            AS estate(site, households), generate_series(0, 1) AS back, LATERAL (VALUES
            ('household', households, 0), ('waste/wet', 3, 600), ('waste/residual', 3, 400), ('award/awarded', households, 9),
            ('acknowledged/charger', 2, 240), ('closing/secured', 1, 21000), ('closing/scheduled', 1, 21600), ('silent/bins', 1, 0),
            ('trip/smoke', 2, 0), ('standstill/stuck', 1, 0), ('poll/turnout', 1, 40), ('poll/households', 1, 100), ('poll/graded', 1, 40),
            ('poll/satisfied', 1, 30)) AS one(what, count, amount);
        INSERT INTO rollup_hour SELECT site, date_trunc('hour', now()), what || '/lot/main', 4, 40
            FROM estate, (VALUES ('free'), ('doubtful')) AS one(what);
        INSERT INTO position(site, epoch, n) VALUES('north', '00', 1);
        INSERT INTO alert_now(site, alert, device, severity, raised_at) VALUES('north', 'a', 'charger/c1', 'high', now());
        INSERT INTO device_now(site, device, silent_at) VALUES('west', 'bins/s1', now());
        """);

    private static async Task RunReaderSqlAsync(NpgsqlConnectionStringBuilder address)
    {
        // Twice: after an upgrade it is run again.
        for (var i = 0; i < 2; i++)
        {
            using var psql = Process.Start(new ProcessStartInfo(
                "psql",
                ["-X", "-v", "ON_ERROR_STOP=1", "-v", "password=it's one", "-h", address.Host!, "-p", $"{address.Port}", "-U",
                    address.Username!, "-d", address.Database!, "-f", Path.Combine(Grafana, "reader.sql")])
            { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var (output, error) = (psql.StandardOutput.ReadToEndAsync(), psql.StandardError.ReadToEndAsync());
            await psql.WaitForExitAsync();
            Assert.True(psql.ExitCode == 0, await output + await error);
        }
    }

    private async Task<IReadOnlyList<object[]>> RowsAsync(string sql, NpgsqlDataSource? source = null)
    {
        var rows = new List<object[]>();
        await using var command = (source ?? _reader).CreateCommand(sql);
        await using var read = await command.ExecuteReaderAsync();
        while (await read.ReadAsync())
        {
            var row = new object[read.FieldCount];
            read.GetValues(row);
            rows.Add(row);
        }
        return rows;
    }

    private static JsonNode Read(string dashboard) => JsonNode.Parse(File.ReadAllText(Path.Combine(Grafana, "dashboards", dashboard)))!;

    private static IEnumerable<string> Questions(JsonNode board) =>
        board["panels"]!.AsArray().SelectMany(panel => panel!["targets"]!.AsArray()).Select(target => (string)target!["rawSql"]!);

    private static string Filled(string sql)
    {
        foreach (var (macro, meaning) in Macros)
            sql = sql.Replace(macro, meaning, StringComparison.Ordinal);
        Assert.DoesNotContain("$", sql, StringComparison.Ordinal);
        return sql;
    }
}
