using Estate.Gateway.Configuration;
using Estate.Gateway.Pipeline;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Estate.Web.Tests.Pipeline;

/// <summary>A database that is moved away or replaced: nothing is acknowledged into a file nobody will find again.</summary>
public sealed class VanishedDatabaseTests
{
    [Theory]
    [InlineData("")]
    [InlineData("-wal")]
    public async Task Nothing_is_acknowledged_while_a_database_file_is_missing(string file)
    {
        await using var gateway = await RunningGateway.StartAsync();
        var station = await gateway.StationAsync();
        var path = gateway.Data.Database + file;
        File.Move(path, path + ".away");
        await Eventually.UntilAsync(gateway.HealthAsync, health =>
            health.Contains("is gone while the gateway runs", StringComparison.Ordinal));
        station.Tap("CARD0001");
        // The committer itself was refused, not only the probe.
        await Eventually.UntilAsync(() => gateway.Services.GetRequiredService<Health>().Storage is not null);
        Assert.Equal(1, station.Waiting);
        Assert.False(File.Exists(path));
        File.Move(path + ".away", path);
        await Eventually.UntilAsync(() => station.Waiting == 0);
        await Eventually.UntilAsync(gateway.HealthAsync, health => health.Contains("\"storage\":\"ok\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_replaced_database_file_is_reported()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var path = gateway.Data.Database;
        File.Copy(path, path + ".copy");
        File.Move(path, path + ".away");
        File.Move(path + ".copy", path);
        await Eventually.UntilAsync(gateway.HealthAsync, health =>
            health.Contains("was replaced by another file", StringComparison.Ordinal));
        File.Move(path + ".away", path, overwrite: true);
    }

    [Fact]
    public async Task A_start_without_the_earlier_database_is_refused_until_confirmed()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.StopGatewayAsync();
        File.Move(gateway.Data.Database, gateway.Data.Database + ".away");
        var mistake = await Assert.ThrowsAsync<ConfigurationException>(gateway.StartGatewayAsync);
        Assert.Contains("estate restore", mistake.Message, StringComparison.Ordinal);
        Assert.Contains("--begin-anew", mistake.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(gateway.Data.Database));
        gateway.Data.OpenDatabase(beginAnew: true);
        await gateway.StartGatewayAsync();
    }
}
