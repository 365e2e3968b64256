using Estate.Adapters.District;
using Estate.Adapters.Storage;
using Estate.Adapters.Storage.Leaving;
using Estate.Domain.Bins;
using Estate.Domain.Devices;
using Estate.Gateway.Pipeline;
using Estate.Gateway.Pipeline.Uplink;
using Estate.TestKit;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Xunit;

namespace Estate.Gateway.Tests.Pipeline.Uplink;

/// <summary>What is sent when, against a message server that a test plays.</summary>
public sealed class UplinkPumpTests : IDisposable
{
    private const string Epoch = "00112233445566aa";
    private static readonly DistrictTarget Target = new("nats://127.0.0.1:1", "estate-1", "", null, FactsPerS: 100);

    private readonly TemporaryFolder _folder = new(inMemory: true);
    private readonly FakeTimeProvider _time = new();
    private readonly EstateStore _store;
    private readonly LeavingFacts _journal;
    private readonly JournalPlace _place;
    private readonly UplinkPump _pump;
    private readonly List<(FactSpan Span, string Id)> _sent = [];
    private string? _problem;

    public UplinkPumpTests()
    {
        var (kinds, database) = (DeviceKinds.WithoutCards(DateTimeZone.Utc), new EstateDatabase(_folder.File("estate.db")));
        _store = new(database, kinds, new AuditChain(database, new byte[32]));
        _journal = new(database, new EstateReader(database, kinds));
        _place = new(_journal, DistrictTarget.Cursor);
        _place.Start();
        _pump = new(_journal, _place, Target, _time);
    }

    public void Dispose()
    {
        _journal.Dispose();
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Only_the_word_of_the_district_moves_the_cursor()
    {
        Add(3);
        await TurnAsync();
        Assert.Equal((0, 3), (_place.Done, _pump.Sent));
        _pump.Hear(new("another epoch", 3, Again: false));
        await TurnAsync();
        Assert.Equal(0, _place.Done);
        _pump.Hear(new(Epoch, 2, Again: false));
        await TurnAsync();
        Assert.Equal(2, _place.Done);
    }

    [Fact]
    public async Task After_weeks_without_a_network_all_follows_in_order_and_not_faster_than_allowed()
    {
        _problem = "the message servers do not answer";
        Add(250);
        Assert.Equal(_problem, await TurnAsync());
        _time.Advance(TimeSpan.FromDays(30));
        Assert.Equal(_problem, await TurnAsync());
        _problem = null;
        _sent.Clear();
        Assert.Null(await TurnAsync());
        Assert.Equal(100, _pump.Sent);
        await TurnAsync();
        await TurnAsync();
        Assert.Equal([(0, 100), (100, 200), (200, 250)], _sent.Select(one => ((int)one.Span.After, (int)one.Span.Last)));
    }

    [Fact]
    public async Task What_got_no_answer_is_given_again_under_the_same_id()
    {
        await TurnAsync();
        Add(3);
        _problem = "no answer";
        await TurnAsync();
        _problem = null;
        await TurnAsync();
        Assert.Equal(["estate-1/00112233445566aa/0-3", "estate-1/00112233445566aa/0-3"], _sent.Select(one => one.Id));
    }

    [Fact]
    public async Task What_nobody_confirms_is_sent_again_under_another_id_each_time_later()
    {
        Add(3);
        await TurnAsync();
        for (var second = 0; second < 60; second++)
            await TurnAsync();
        // After 10 s, and 20 s after that.
        Assert.Equal(3, _sent.Count);
        Assert.Equal(3, _sent.Select(one => one.Id).Distinct().Count());
        Assert.All(_sent, one => Assert.Equal((0, 3), (one.Span.After, one.Span.Last)));
    }

    [Fact]
    public async Task What_the_district_misses_is_sent_from_there()
    {
        Add(3);
        await TurnAsync();
        _pump.Hear(new(Epoch, 3, Again: false));
        await TurnAsync();
        Add(3);
        await TurnAsync();
        _pump.Hear(new(Epoch, 1, Again: true));
        await TurnAsync();
        Assert.Equal((1, 6), (_sent[^1].Span.After, _sent[^1].Span.Last));
        Assert.Equal(1, _place.Done);
    }

    [Fact]
    public async Task A_district_that_has_more_knows_another_journal()
    {
        Add(3);
        await TurnAsync();
        _pump.Hear(new(Epoch, 4, Again: false));
        await TurnAsync();
        Assert.True(_pump.IsAnotherJournal);
    }

    private Task<string?> TurnAsync()
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        return _pump.TurnAsync(Epoch, PublishAsync, CancellationToken.None);
    }

    private Task<string?> PublishAsync(FactSpan span, string round, CancellationToken stop)
    {
        // Not the question of the start, how far the district is.
        if (span.Last > span.After)
            _sent.Add((span, span.Id(round)));
        return Task.FromResult(_problem);
    }

    private void Add(int count)
    {
        var (batch, now) = (new CommitBatch(), EventTime.Now(Instant.FromUtc(2026, 3, 2, 8, 0)));
        for (var i = 0; i < count; i++)
            batch.Facts.Add(new Deposited(TestEstate.Station1, now, $"s{i}", now, "h1", WasteCategory.Wet, 500));
        _store.Commit(batch);
    }
}
