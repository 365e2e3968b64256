using Estate.Adapters.Storage.Damage;
using Estate.Gateway;
using Estate.Gateway.Configuration;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Cli.Tests.Commands;

/// <summary>A database the disk has damaged: no points in silence, and a sentence that names the way back.</summary>
public sealed class DamagedDatabaseTests
{
    [Fact]
    public async Task A_start_on_a_damaged_database_says_how_to_restore()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.StopGatewayAsync();
        TestDatabase.Run(gateway.Data.Database, "PRAGMA wal_checkpoint(TRUNCATE)");
        var bytes = await File.ReadAllBytesAsync(gateway.Data.Database);
        bytes.AsSpan(2048).Clear();
        await File.WriteAllBytesAsync(gateway.Data.Database, bytes);
        var mistake = await Assert.ThrowsAsync<ConfigurationException>(gateway.StartGatewayAsync);
        Assert.Contains("estate restore", mistake.Message, StringComparison.Ordinal);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(gateway.Data.Database));
        await ReplaceAsync(gateway);
    }

    [Theory]
    [InlineData("UPDATE balance SET points = 'many' WHERE name = 'programme:issuance'")]
    [InlineData("INSERT INTO transfer(id, at, debit, credit, points, code, reference, by) VALUES(x'FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF', 1, "
        + "'a', 'b', 1, 3, 'no reservation', 'gateway')")]
    public async Task An_unreadable_ledger_row_ends_the_start_with_one_sentence(string spoil)
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.StopGatewayAsync();
        TestDatabase.Run(gateway.Data.Database, "INSERT INTO account VALUES('programme:issuance', 0)");
        TestDatabase.Run(gateway.Data.Database, spoil);
        var mistake = await Assert.ThrowsAsync<ConfigurationException>(gateway.StartGatewayAsync);
        Assert.Contains("cannot be read", mistake.Message, StringComparison.Ordinal);
        Assert.Contains("estate restore", mistake.Message, StringComparison.Ordinal);
        await ReplaceAsync(gateway);
    }

    [Theory]
    [InlineData("alert", "INSERT INTO alert VALUES('spoilt', 'bins/station-1', 'smoke', '', 1, NULL, '{')")]
    [InlineData("alert", "INSERT INTO alert VALUES('spoilt', 'bins/station-1', 'smoke', '', 1, NULL, 'null')")]
    [InlineData("person", "INSERT INTO person VALUES('spoilt', 'spoilt', 1, '{}')")]
    [InlineData("rule_state", "INSERT INTO rule_state VALUES('spoilt', 'bins/station-1', '', '{}')")]
    [InlineData("outbox", "INSERT INTO outbox(id, at, notifier, body) VALUES('spoilt', 1, 'duty', 'null')")]
    [InlineData("token", "INSERT INTO token VALUES('spoilt', 'spoilt', '[]')")]
    [InlineData("invitation", "INSERT INTO invitation VALUES('spoilt', 9999999999999, NULL, '{}')")]
    [InlineData("card", "INSERT INTO card(token, household, blocked, purpose, needs_time) VALUES('spoilt', 'h9', 'no', 'points', 0)")]
    [InlineData("poll_tally", "INSERT INTO poll_tally VALUES('spoilt', '1 x', '')")]
    [InlineData("series_cursor", "INSERT INTO series_cursor VALUES('spoilt', '{')")]
    [InlineData("rollup_series", "INSERT INTO rollup_series(id, name, tags, fields) VALUES(77, 'spoilt', '{', '[]')")]
    [InlineData("state", "INSERT INTO state VALUES('spoilt', '{}', '{}')")]
    public async Task An_unreadable_row_is_set_aside_and_reported_and_the_gateway_starts(string table, string spoil)
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.StopGatewayAsync();
        TestDatabase.Run(gateway.Data.Database, spoil);
        await gateway.StartGatewayAsync();
        await Eventually.UntilAsync(() => gateway.HealthAsync(), health => health.Contains($"1 of {table}", StringComparison.Ordinal));
        Assert.Equal(
            1, TestDatabase.Count(
                gateway.Data.Database, $"SELECT count(*) FROM damaged_row WHERE source = '{table}' AND body LIKE '%spoilt%'"));
        await gateway.UntilReadyAsync();
        await Eventually.UntilAsync(() => gateway.AskAsync(HttpMethod.Get, "/api/alerts"), alerts =>
            alerts.ToString().Contains("storage_damaged", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rows_set_aside_are_listed_and_discarded_on_demand()
    {
        using var folder = new TemporaryFolder();
        var data = new DataFolder(folder.File("var"));
        var rows = new DamagedRows(data.OpenDatabase(), DeviceKinds.WithoutCards(NodaTime.DateTimeZone.Utc));
        TestDatabase.Run(data.Database, "INSERT INTO token VALUES('hall', 'h', '[]')");
        TestDatabase.Run(data.Database, "INSERT INTO rollup_series(id, name, tags, fields) VALUES(77, 'bin', '{', '[]')");
        Assert.Equal(
            ["rollup_series 77: it cannot be read", "token hall: it cannot be read"],
            rows.SetAside(NodaTime.NodaConstants.UnixEpoch).Select(row => row.ToString()).Order(StringComparer.Ordinal));
        Assert.Empty(rows.SetAside(NodaTime.NodaConstants.UnixEpoch));
        // Its number stays taken: its means are still there.
        Assert.Equal(77, TestDatabase.Count(data.Database, "SELECT max(id) FROM rollup_series"));
        Assert.Equal(2, rows.Kept().Count);
        var listed = await RowsAsync("list");
        Assert.Contains("token hall: it cannot be read", listed, StringComparison.Ordinal);
        Assert.Contains("2 rows. estate restore", listed, StringComparison.Ordinal);
        Assert.Contains("2 rows forgotten", await RowsAsync("forget"), StringComparison.Ordinal);
        Assert.Empty(rows.Kept());
        Assert.Contains("no row was set aside", await RowsAsync("list"), StringComparison.Ordinal);
        Assert.Equal(1, TestDatabase.Count(data.Database, "SELECT count(*) FROM audit WHERE action = 'damaged_rows_forgotten'"));

        async Task<string> RowsAsync(string verb)
        {
            var (code, output) = await GatewayProgram.RunAsync(null, "rows", verb, "--data", data.Root);
            Assert.True(code == 0, output);
            return output;
        }
    }

    [Fact]
    public async Task An_unreadable_state_is_set_aside_and_rebuilt()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var station = await gateway.StationAsync();
        station.Tap("CARD0001");
        await Eventually.UntilAsync(() => station.Waiting == 0);
        await gateway.StopGatewayAsync();
        TestDatabase.Run(gateway.Data.Database, "UPDATE state SET body = x'00' WHERE device = 'bins/station-1'");
        await gateway.StartGatewayAsync();
        await Eventually.UntilAsync(() => gateway.HealthAsync(), health => health.Contains("1 of state", StringComparison.Ordinal));
        await gateway.UntilReadyAsync();
        gateway.LeaveDevice(station);
    }

    [Theory]
    [InlineData("987654321")]
    [InlineData("'{'")]
    public async Task Totals_that_wait_for_facts_beyond_the_journal_are_added_up_anew(string until)
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.StopGatewayAsync();
        TestDatabase.Run(gateway.Data.Database, $"UPDATE totals_state SET until = {until}");
        await gateway.StartGatewayAsync();
        await Eventually.UntilAsync(() => gateway.HealthAsync(), health => health.Contains("1 of totals_state", StringComparison.Ordinal));
        await Eventually.UntilAsync(() =>
            TestDatabase.Count(gateway.Data.Database, "SELECT count(*) FROM totals_state WHERE next > until AND until < 1000") == 1);
    }

    [Fact]
    public async Task Inconsistent_points_are_reported_while_taps_go_on()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.StopGatewayAsync();
        TestDatabase.Run(gateway.Data.Database, "INSERT INTO account VALUES('household:h1', 4096)");
        await gateway.StartGatewayAsync();
        var health = await Eventually.UntilAsync(
            () => gateway.HealthAsync(),
            body => body.Contains("damaged", StringComparison.Ordinal));
        Assert.Contains("1 accounts differ", health, StringComparison.Ordinal);
        Assert.Contains("estate restore", health, StringComparison.Ordinal);
        await gateway.UntilReadyAsync();
    }

    [Fact]
    public void An_unrelated_error_keeps_its_own_message()
    {
        using var folder = new TemporaryFolder();
        var data = new DataFolder(folder.File("var"));
        _ = new Adapters.Storage.EstateDatabase(data.Database);
        Assert.Throws<FormatException>(() => DamagedDatabase.Explain<int>(data, () => throw new FormatException("another")));
    }

    /// <summary>What its disposal stops.</summary>
    private static async Task ReplaceAsync(RunningGateway gateway)
    {
        foreach (var end in new[] { "", "-wal", "-shm" })
            File.Delete(gateway.Data.Database + end);
        gateway.Data.OpenDatabase(beginAnew: true);
        await gateway.StartGatewayAsync();
    }
}
