using Estate.District.Ingest;
using Npgsql;
using Xunit;

namespace Estate.District.Tests.Ingest;

[Collection(DistrictCollection.Name)]
public sealed class LaneLeasesTests(DistrictFixture servers)
{
    [Fact]
    public async Task Workers_share_the_lanes_and_take_over_those_of_one_that_is_gone()
    {
        await using var source = NpgsqlDataSource.Create(await servers.DatabaseAsync());
        var stop = TestContext.Current.CancellationToken;
        await using var one = new LaneLeases(source);
        await one.RenewAsync(stop);
        Assert.Equal(MessageServers.Lanes, one.Held.Count);
        await using (var other = new LaneLeases(source))
        {
            await other.RenewAsync(stop);
            Assert.Empty(other.Held);
            await one.RenewAsync(stop);
            await other.RenewAsync(stop);
            Assert.Equal(8, one.Held.Count);
            Assert.Equal(Enumerable.Range(0, MessageServers.Lanes), one.Held.Concat(other.Held).Order());
        }
        await one.RenewAsync(stop);
        Assert.Equal(MessageServers.Lanes, one.Held.Count);
    }

    [Fact]
    public async Task A_session_that_is_cut_holds_nothing()
    {
        await using var source = NpgsqlDataSource.Create(await servers.DatabaseAsync());
        var stop = TestContext.Current.CancellationToken;
        await using var one = new LaneLeases(source);
        await one.RenewAsync(stop);
        await using (var cut = source.CreateCommand(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"))
            await cut.ExecuteNonQueryAsync(stop);
        await Assert.ThrowsAsync<NpgsqlException>(() => one.RenewAsync(stop));
        Assert.Empty(one.Held);
        await one.RenewAsync(stop);
        Assert.Equal(MessageServers.Lanes, one.Held.Count);
    }
}
