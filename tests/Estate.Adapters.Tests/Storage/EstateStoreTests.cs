using Estate.Adapters.Storage;
using Estate.Domain.Bins;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;
using Estate.Domain.Points;
using Estate.TestKit;
using Microsoft.Data.Sqlite;
using NodaTime;
using Xunit;
using static Estate.TestKit.TestEstate;

namespace Estate.Adapters.Tests.Storage;

public sealed class EstateStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TestEstate _estate = new();
    private readonly StationKind _kind;

    public EstateStoreTests() => _kind = new StationKind(_estate.Hasher);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Committed_data_survives_a_restart()
    {
        var database = Database();
        using (var store = new EstateStore(database, [_kind], new AuditChain(database, new byte[32])))
            store.Commit(Play("card-h1"));

        var reader = new EstateReader(database, [_kind]);
        var ledger = new Ledger();
        reader.Restore(ledger, new LocalDate(2026, 3, 1));
        Assert.Equal((5L, 0L), (ledger.BalanceOf(AccountId.Household("h1")), ledger.Sum));
        Assert.True(ledger.Contains(TransferIds.Award("sorting", "h1", new LocalDate(2026, 3, 2), "07:00")));

        var (device, presence, state) = Assert.Single(reader.States());
        Assert.Equal((Station1, 1L), (device, presence.Seq));
        var saved = (StationState)_estate.Machine.StateOf(Station1)!;
        // Its age at receipt is of no use any more.
        Assert.Equal(
            saved.Sessions.Select(session => session with { TappedAt = session.TappedAt with { Age = null } }),
            ((StationState)state!).Sessions);
        Assert.Equal(saved.Compartments, ((StationState)state).Compartments);

        Assert.Equal(["AwardDecided", "Deposited", "CardTapped"], reader.FactsOf(Station1, 10).Select(fact => fact.GetType().Name));
        var (before, after) = (_estate.Now - Duration.FromHours(1), _estate.Now + Duration.FromHours(1));
        Assert.Equal(2, reader.FactsBetween([typeof(CardTapped), typeof(Deposited)], before, after).Count());
        Assert.NotNull(reader.FindEvents([(Station1, "s1")])[0]);
        Assert.Null(reader.FindEvents([(Station2, "s1")])[0]);
        Assert.Equal(5, Assert.Single(reader.Transfers(AccountId.Household("h1"), 10)).Points);
    }

    [Fact]
    public void Of_many_devices_those_that_were_ever_heard_are_found()
    {
        var database = Database();
        using (var store = new EstateStore(database, [_kind], new AuditChain(database, new byte[32])))
            store.Commit(Play("card-h1"));
        var reader = new EstateReader(database, [_kind]);
        Assert.Equal([Station1.ToString()], reader.DevicesWithFacts());
        DeviceId[] devices = [.. Enumerable.Range(1, 5).Select(number => new DeviceId("bins", $"never-{number}")), Station1];
        Assert.All(reader.RecentEvents(devices, 10), one => Assert.Equal(Station1, one.Device));
        Assert.NotEmpty(reader.RecentEvents(devices, 10));
        Assert.Single(reader.RecentEvents([Station1], 1));
        Assert.Empty(reader.RecentEvents([Station2], 10));
    }

    /// <summary>Before 3.51.3 a commit between two checkpoints could make the file unreadable (sqlite.org/wal.html#walresetbug).</summary>
    [Fact]
    public void The_SQLite_version_has_safe_checkpoints()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        Assert.InRange(Version.Parse(connection.ServerVersion), new(3, 51, 3), new(4, 0));
    }

    [Fact]
    public void Committing_the_same_batch_twice_duplicates_nothing()
    {
        var database = Database();
        using var store = new EstateStore(database, [_kind], new AuditChain(database, new byte[32]));
        var batch = Play("card-h1");
        batch.Facts.Clear();
        store.Commit(batch);
        Assert.Equal(0, store.Conflicts);
        store.Commit(batch);
        Assert.Equal(3, store.Conflicts);
        var ledger = new Ledger();
        new EstateReader(database, [_kind]).Restore(ledger, new LocalDate(2026, 3, 1));
        Assert.Equal(5, ledger.BalanceOf(AccountId.Household("h1")));
    }

    [Fact]
    public void A_failed_commit_leaves_nothing_and_can_be_retried()
    {
        var database = Database();
        using var store = new EstateStore(database, [_kind], new AuditChain(database, new byte[32]));
        var batch = Play("card-h1");
        TestDatabase.Run(database.Path, "ALTER TABLE state RENAME TO away");
        Assert.Contains("no such table", Assert.Throws<IOException>(() => store.Commit(batch)).Message, StringComparison.Ordinal);
        Assert.Empty(new EstateReader(database, [_kind]).FactsOf(Station1, 10));
        TestDatabase.Run(database.Path, "ALTER TABLE away RENAME TO state");
        store.Commit(batch);
        Assert.Equal(3, new EstateReader(database, [_kind]).FactsOf(Station1, 10).Count);
    }

    [Fact]
    public void Unwritable_data_is_distinguished_from_a_failing_disk()
    {
        var database = Database();
        using var store = new EstateStore(database, [_kind], new AuditChain(database, new byte[32]));
        var heat = new CommitBatch { Facts = { new HeatChanged(Station1, EventTime.Now(_estate.Now), true, double.PositiveInfinity) } };
        Assert.Throws<UnwritableBatchException>(() => store.Commit(heat));
        TestDatabase.Run(database.Path, "CREATE TRIGGER planted BEFORE INSERT ON state BEGIN SELECT RAISE(ABORT, 'planted'); END");
        Assert.Contains(
            "planted", Assert.Throws<UnwritableBatchException>(() => store.Commit(Play("card-h1"))).Message, StringComparison.Ordinal);
        Assert.Empty(new EstateReader(database, [_kind]).FactsOf(Station1, 10));
        TestDatabase.Run(database.Path, "DROP TRIGGER planted");
        store.Commit(Play("card-h2"));
        var state = (StationState)_estate.Machine.StateOf(Station1)!;
        Assert.True(store.IsWritable(new(Station1, new(), state)));
        Assert.False(
            store.IsWritable(
                new(Station1, new(), state with { Compartments = [.. state.Compartments.Select(one => one with { Fill = double.NaN })] })));
    }

    [Fact]
    public void Open_reservations_are_restored_and_resolved_ones_are_not()
    {
        var database = Database();
        var reserved = new Transfer(
            TransferIds.Reservation("h1", _estate.Now, "a"), AccountId.Adjustment, AccountId.Reserved, 160, TransferCode.Reserve,
            _estate.Now, "h1");
        var done = reserved with { Id = TransferIds.Reservation("h2", _estate.Now, "a") };
        var post = new Transfer(
            TransferIds.Resolution(done), AccountId.Reserved, AccountId.Rolls, 160, TransferCode.Post, _estate.Now, done.Id.ToString("D"));
        using (var store = new EstateStore(database, [_kind], new AuditChain(database, new byte[32])))
            store.Commit(new CommitBatch { Transfers = { reserved, done, post } });
        var ledger = new Ledger();
        new EstateReader(database, [_kind]).Restore(ledger, new LocalDate(2026, 3, 1));
        Assert.Equal(reserved, Assert.Single(ledger.OpenReservations));
    }

    [Fact]
    public void Rejected_messages_are_kept_up_to_a_bound()
    {
        var database = Database();
        using var store = new EstateStore(database, [_kind], new AuditChain(database, new byte[32]));
        for (var i = 0; i < 11; i++)
        {
            var batch = new CommitBatch();
            for (var j = 0; j < 500; j++)
                batch.Rejects.Add(new(_estate.Now + Duration.FromSeconds((i * 500) + j), "t", new("not_json", "d"), [1]));
            store.Commit(batch);
        }
        Assert.Equal(5000, TestDatabase.Count(database.Path, "SELECT count(*) FROM reject"));
        Assert.Equal(
            (_estate.Now + Duration.FromSeconds(5499)).ToUnixTimeMilliseconds(),
            TestDatabase.Count(database.Path, "SELECT max(at) FROM reject"));
    }

    [Fact]
    public void Facts_are_found_by_type_including_those_from_before_the_column()
    {
        var database = Database();
        using (var store = new EstateStore(database, [_kind], new AuditChain(database, new byte[32])))
            store.Commit(Play("card-h1"));
        var reader = new EstateReader(database, [_kind]);
        Assert.Equal("s1", Assert.Single(reader.FactsOf<CardTapped>(Station1, 10)).Session);
        Assert.Equal(
            ["Deposited", "CardTapped"],
            reader.FactsOf(Station1, 10, [typeof(CardTapped), typeof(Deposited)]).Select(fact => fact.GetType().Name));
        // A database of version 2, with a damaged row in it.
        TestDatabase.Run(database.Path, OlderSchema.Of12
            + "DROP TABLE damaged_row; DROP TABLE rollup; DROP TABLE rollup_series; DROP TABLE series_cursor; "
            + "DROP TABLE poll_tally; DROP TABLE session; DROP TABLE person; DROP TABLE invitation; DROP TABLE token; DROP TABLE audit; "
            + "DROP TABLE rule_state; DROP TABLE alert; DROP TABLE outbox; DROP INDEX fact_fired; ALTER TABLE fact DROP COLUMN step; "
            + "DROP INDEX fact_type; ALTER TABLE fact DROP COLUMN type; PRAGMA user_version = 2; INSERT INTO fact(at, received, device, "
            + "slice, body) VALUES(0, 0, 'bins/station-1', 'bins', '{\"type\":\"card_ta');");
        var upgraded = new EstateReader(Database(), [_kind]);
        Assert.Equal("s1", Assert.Single(upgraded.FactsOf<CardTapped>(Station1, 10)).Session);
        Assert.Equal(0, upgraded.Damaged);
    }

    [Fact]
    public void Facts_of_one_signal_share_a_step_across_batches_rejections_and_restarts()
    {
        var database = Database();
        var journal = new JournalReader(database, new EstateReader(database, [_kind]));
        for (var start = 0; start < 2; start++)
        {
            using var store = new EstateStore(database, [_kind], new AuditChain(database, new byte[32]));
            var batch = new CommitBatch { Steps = { 0, 2 } };
            batch.Facts.AddRange(
                Enumerable.Range(0, 3)
                .Select(i => new DeviceReturned(Station1, EventTime.Now(Instant.FromUnixTimeSeconds((10 * start) + i)))));
            // A disk that refuses once must not leave a gap or the wrong step.
            TestDatabase.Run(
                database.Path,
                "CREATE TRIGGER trouble BEFORE INSERT ON journal WHEN NEW.since_step > 0 BEGIN SELECT RAISE(ABORT, 'no'); END");
            Assert.Throws<UnwritableBatchException>(() => store.Commit(batch));
            TestDatabase.Run(database.Path, "DROP TRIGGER trouble");
            store.Commit(batch);
            store.Commit(
                new CommitBatch
                {
                    Facts = { new DeviceReturned(Station1, EventTime.Now(Instant.FromUnixTimeSeconds((10 * start) + 5))) },
                    Steps = { 0 }
                });
        }

        Assert.Equal(
            [(1L, 1L), (2, 1), (3, 3), (4, 4), (5, 5), (6, 5), (7, 7), (8, 8)],
            journal.Of(Station1, long.MaxValue, 100).Reverse().Select(entry => (entry.N, entry.Step)));
        Assert.Equal([5L, 6], journal.Why(6).Select(entry => entry.N));
        Assert.Empty(journal.Why(99));
    }

    [Fact]
    public void A_database_with_a_newer_schema_is_left_unchanged()
    {
        var database = Database();
        TestDatabase.Run(database.Path, "PRAGMA user_version = 99");
        Assert.Contains("Install the newer program again", Assert.Throws<SchemaException>(Database).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cards_are_imported_all_or_none_and_never_in_plain_text()
    {
        var database = Database();
        Assert.Contains(
            "line 2", Assert.Throws<FormatException>(() => CardImport.Run(database, _estate.Hasher, ["h1,04A1B2C3", "h2"])).Message,
            StringComparison.Ordinal);
        var registry = new CardRegistry();
        var reader = new EstateReader(database, [_kind]);
        reader.Restore(registry, "points");
        Assert.Equal(0, registry.Count);
        Assert.Equal(2, CardImport.Run(database, _estate.Hasher, ["household,card", "h1,04A1B2C3", "", "h2,04A1B2C4,blocked"]));
        reader.Restore(registry, "points");
        Assert.Equal(new CardHolder("h2", IsBlocked: true), registry.Find(_estate.Card("04A1B2C4")));
        SqliteConnection.ClearAllPools();
        foreach (var file in Directory.GetFiles(_folder.Path))
            Assert.DoesNotContain(
                "A1B2C", System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file)), StringComparison.OrdinalIgnoreCase);
    }

    private EstateDatabase Database() => new(_folder.File("estate.db"));

    private CommitBatch Play(string card)
    {
        var batch = new CommitBatch();
        var outcomes = _estate.Machine.Step(_estate.Event(Station1, "s1", _estate.TapOf(card)))
            .Concat(_estate.Machine.Step(_estate.Event(Station1, "d1", new Deposit("s1", WasteCategory.Wet, 500))));
        foreach (var outcome in outcomes)
            switch (outcome)
            {
                case Recorded recorded:
                    batch.Facts.Add(recorded.Fact);
                    break;
                case Transferred transferred:
                    batch.Transfers.Add(transferred.Transfer);
                    break;
                case Saved saved:
                    batch.States[saved.Device] = saved;
                    break;
                case Acknowledged acknowledged:
                    batch.Events.Add(new(acknowledged.Device, acknowledged.Header, [1, 2, 3]));
                    break;
            }
        return batch;
    }
}
