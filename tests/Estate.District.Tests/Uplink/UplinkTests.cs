using Estate.District.Ingest;
using Estate.TestKit;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using Xunit;

namespace Estate.District.Tests.Uplink;

/// <summary>From a gateway's journal to the district's table, over real message servers with TLS and keys.</summary>
[Collection(DistrictCollection.Name)]
public sealed class UplinkTests(DistrictFixture servers) : IAsyncLifetime
{
    private RunningDistrict _district = null!;

    public async ValueTask InitializeAsync() => _district = await RunningDistrict.StartAsync(servers);

    public async ValueTask DisposeAsync()
    {
        if (_district is not null)
            await _district.DisposeAsync();
    }

    [Fact]
    public async Task The_cursor_moves_when_the_database_has_committed_and_not_before()
    {
        await using var journal = Journal();
        journal.Add(300);
        await _district.StopWorkerAsync();
        await journal.StartAsync();
        await using (var messages = new MessageServersForTests(_district))
            await Eventually.UntilAsync(messages.CountAsync, count => count > 0);
        Assert.Equal(0, await journal.StopAsync());

        await _district.StartWorkerAsync();
        await journal.StartAsync();
        await StoredAsync(200);
        await Eventually.UntilAsync(() => journal.Confirmed == 300);
        Assert.Equal(300, await journal.StopAsync());
    }

    [Fact]
    public async Task What_may_not_leave_is_not_there()
    {
        await using var journal = Journal();
        journal.Add(3);
        await journal.StartAsync();
        await StoredAsync(2);
        var all = await _district.TextAsync("fact");
        Assert.Contains("grams", all, StringComparison.Ordinal);
        Assert.DoesNotContain("1-101", all, StringComparison.Ordinal);
        Assert.DoesNotContain("wang", all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Message_servers_that_are_killed_and_come_back_cost_nothing()
    {
        await using var journal = Journal();
        journal.Add(30);
        await journal.StartAsync();
        await StoredAsync(20);
        _district.KillNats();
        journal.Add(30);
        await Eventually.UntilAsync(() => journal.Health.District is not null);
        await _district.StartNatsAsync();
        await StoredAsync(40);
        await Eventually.UntilAsync(() => journal.Health.District is null);
    }

    [Fact]
    public async Task What_the_message_servers_lost_is_asked_for_again()
    {
        await using var journal = Journal();
        journal.Add(30);
        await _district.StopWorkerAsync();
        await journal.StartAsync();
        await using (var messages = new MessageServersForTests(_district))
        {
            await Eventually.UntilAsync(messages.CountAsync, count => count > 0);
            await messages.PurgeAsync();
        }
        journal.Add(3);
        await _district.StartWorkerAsync();
        await StoredAsync(22);
    }

    [Fact]
    public async Task A_journal_that_went_back_is_another_and_both_are_kept()
    {
        await using var journal = Journal();
        journal.Add(3);
        journal.CopyDatabaseTo("copy");
        journal.Add(3);
        await journal.StartAsync();
        await StoredAsync(4);
        await journal.StopAsync();
        journal.PutDatabaseBack("copy");
        await journal.StartAsync();
        var stored = await StoredAsync(6);
        Assert.Equal([2, 4], stored.GroupBy(one => one.Epoch).Select(one => one.Count()).Order());
    }

    [Fact]
    public async Task A_key_for_another_estate_is_refused_and_the_reason_is_shown()
    {
        await using var journal = new TestJournal("estate-2", _district.Url, _district.EstateSeed, _district.CaFile);
        journal.Add(3);
        await journal.StartAsync();
        await Eventually.UntilAsync(
            () => journal.Health.District?.Contains("Permissions Violation", StringComparison.OrdinalIgnoreCase) == true);
        Assert.Equal(0, await journal.StopAsync());
        Assert.Empty(await _district.StoredAsync());
    }

    private TestJournal Journal() => new("estate-1", _district.Url, _district.EstateSeed, _district.CaFile);

    private Task<IReadOnlyList<(string Epoch, long N)>> StoredAsync(int count) =>
        Eventually.UntilAsync(_district.StoredAsync, stored => stored.Count == count);

    /// <summary>A look at the stream with the worker's key.</summary>
    private sealed class MessageServersForTests(RunningDistrict district) : IAsyncDisposable
    {
        private readonly MessageServers _servers = district.NewServers();

        private NatsJSContext Context => new(_servers.Connection);

        internal async Task<long> CountAsync() =>
            (long)(await Context.GetStreamAsync(MessageServers.Stream)).Info.State.Messages;

        internal async Task PurgeAsync() => await Context.PurgeStreamAsync(MessageServers.Stream, new StreamPurgeRequest());

        public ValueTask DisposeAsync() => _servers.DisposeAsync();
    }
}
