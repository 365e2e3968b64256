using Estate.Adapters.Storage;
using Estate.Adapters.Storage.Totals;
using Estate.Domain.Charging;
using Estate.Domain.Devices;
using Estate.Domain.Gate;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Adapters.Tests.Storage.Totals;

/// <summary>Passages by hour and charging by day, from the commit that holds the facts, late facts and an older journal included.</summary>
public sealed class DayByDayTests : IDisposable
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];
    private static readonly LocalDate Day = new(2026, 3, 2);
    private static readonly DeviceId Gate = new("gate", "s-gate"), Charger = new("charger", "c01"), Other = new("charger", "c02");
    private static readonly IReadOnlyList<IDeviceKind> Kinds =
        [new ChargerKind(TestCards.Hasher, Zone), new GateKind(new(TestCards.Hasher, new()), Zone)];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_hour_of_the_estates_day_has_its_own_total_and_a_late_fact_lands_in_its_hour()
    {
        var database = Begun();
        Commit(database, Passage(7, 5), Passage(7, 59), Passage(8, 0), Passage(7, 30, "denied_unknown_credential"),
            Passage(7, 40, "no_entry_after_granted"));
        Commit(database, Passage(7, 10) with { Time = new(At(7, 10), At(23, 0), ClockTrust.Synced) });
        Assert.Equal(
            [new(Day, Gate, "in", 7, new(3, 3)), new(Day, Gate, "in", 8, new(1, 1)), new DayTotal(Day, Gate, "refused", 7, new(1, 1))],
            new TotalsReader(database).ByDay("gate", Day, Day));
    }

    [Fact]
    public void A_sessions_energy_is_of_the_day_it_ended_on_by_charger()
    {
        var database = Begun();
        Commit(database, Ended(Charger, 23, 400.4), Ended(Charger, 25, 100), Ended(Other, 9, 50.6));
        var totals = new TotalsReader(database);
        Assert.Equal(
            [new(Day, Charger, "charged", null, new(1, 400)), new DayTotal(Day.PlusDays(1), Charger, "charged", null, new(1, 100))],
            totals.ByDay("charger", Day, Day.PlusDays(5), Charger));
        Assert.Equal(3, totals.ByDay("charger", Day, Day.PlusDays(5)).Count);
        Assert.Empty(totals.ByDay("charger", Day.PlusDays(2), Day.PlusDays(5)));
        // Whose they were is nowhere in them.
        Assert.Equal(0, TestDatabase.Count(database.Path, "SELECT count(*) FROM participant"));
    }

    [Fact]
    public void What_an_earlier_program_did_not_add_up_is_added_up_after_the_update()
    {
        var path = _folder.File("estate.db");
        Commit(Begun(path), Passage(7, 5), Ended(Charger, 9, 100));
        // As schema 16 left it: complete, without these.
        TestDatabase.Run(
            path, "DELETE FROM daily_total; ALTER TABLE push_address DROP COLUMN alerts; ALTER TABLE push_address DROP COLUMN notices; "
            + "DROP VIEW fact_concluded; ALTER TABLE poll_tally DROP COLUMN words; PRAGMA user_version = 16");
        var database = new EstateDatabase(path);
        TotalsRebuild.Begin(database, Zone);
        Assert.Equal(0, new TotalsReader(database).Progress());
        while (new TotalsRebuild(database, new EstateReader(database, Kinds)).Step() is not null)
        {
        }
        Assert.Equal(new(1, 100), Assert.Single(new TotalsReader(database).ByDay("charger", Day, Day)).Total);
        Assert.Single(new TotalsReader(database).ByDay("gate", Day, Day));
        TotalsRebuild.Begin(database, Zone);
        Assert.Null(new TotalsReader(database).Progress());
    }

    private EstateDatabase Begun(string? path = null)
    {
        var database = new EstateDatabase(path ?? _folder.File("estate.db"));
        TotalsRebuild.Begin(database, Zone);
        return database;
    }

    private static void Commit(EstateDatabase database, params Fact[] facts)
    {
        using var store = new EstateStore(database, Kinds, new AuditChain(database, new byte[32]));
        var batch = new CommitBatch();
        batch.Facts.AddRange(facts);
        store.Commit(batch);
    }

    private static Instant At(int hour, int minute) =>
        Day.AtStartOfDayInZone(Zone).ToInstant() + Duration.FromMinutes((60 * hour) + minute);

    private static AccessDecided Passage(int hour, int minute, string what = "granted") =>
        new AccessDecided(Gate, EventTime.Now(At(hour, minute)), 1, what, null);

    private static SessionEnded Ended(DeviceId charger, int hour, double wh) =>
        new(charger, EventTime.Now(At(hour, 0)), 1, "order", 1, StopReason.RemoteStop, wh) { StartedAt = At(hour - 1, 0) };
}
