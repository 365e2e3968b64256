using Estate.Gateway.Configuration;
using Estate.TestKit;
using Xunit;

namespace Estate.Gateway.Tests;

/// <summary>A database the disk has damaged: no points in silence, and a sentence that names the way back.</summary>
public sealed class DamagedDatabaseTests
{
    [Fact]
    public async Task A_start_on_a_damaged_database_names_the_way_back()
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

    [Fact]
    public async Task Points_that_do_not_add_up_are_told_while_taps_go_on()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.StopGatewayAsync();
        TestDatabase.Run(gateway.Data.Database, "INSERT INTO account VALUES('household:h1', 4096)");
        await gateway.StartGatewayAsync();
        var health = await Eventually.SeeAsync(
            () => gateway.HealthAsync(),
            body => body.Contains("damaged", StringComparison.Ordinal));
        Assert.Contains("1 accounts differ", health, StringComparison.Ordinal);
        Assert.Contains("estate restore", health, StringComparison.Ordinal);
        await gateway.UntilReadyAsync();
    }

    [Fact]
    public void A_mistake_of_another_kind_keeps_its_own_words()
    {
        using var folder = new TemporaryFolder();
        var data = new DataFolder(folder.File("var"));
        _ = new Adapters.Storage.EstateDatabase(data.Database);
        Assert.Throws<FormatException>(() => DamagedDatabase.Told<int>(data, () => throw new FormatException("another")));
    }

    /// <summary>What its disposal stops.</summary>
    private static async Task ReplaceAsync(RunningGateway gateway)
    {
        foreach (var end in new[] { "", "-wal", "-shm" })
            File.Delete(gateway.Data.Database + end);
        await gateway.StartGatewayAsync();
    }
}
        gateway.Data.OpenDatabase(beginAnew: true);
