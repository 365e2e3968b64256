using Estate.Adapters.Storage;
using Estate.Adapters.Storage.Privacy;
using Estate.Bench.Harness;
using Estate.Gateway;
using Estate.TestKit;
using Xunit;

namespace Estate.Bench.Tests.Harness;

/// <summary>A recorded database is as years of nights leave it: whole, and a night has no more to do than usual.</summary>
public sealed class RecordedYearsTests
{
    [Fact]
    public async Task Three_years_and_some_leave_a_whole_database_and_one_nights_work()
    {
        const int days = 1_150, factsADay = 200;
        using var folder = new TemporaryFolder();
        using var estate = new BenchEstate(
            folder.File("trial"), ReferenceEstate.Stations, TimeProvider.System, devices: ReferenceEstate.Inventory);
        new RecordedDatabase(estate, factsADay, TimeProvider.System) { IsAddedUp = true }.Fill(days, folder.File("kept.db"));
        File.Move(folder.File("kept.db"), estate.Folder.Database);
        var (database, kinds) = (estate.Folder.OpenDatabase(), DeviceKinds.WithoutCards(estate.Model.Programme.Zone));
        var audit = new AuditChain(database, estate.Folder.AuditKey());
        Assert.InRange(Count(database, "fact"), 1_097 * 180, 1_100 * 330);
        Assert.InRange(Count(database, "daily_total"), days * 10, days * 50);

        var policy = estate.Model.Retention;
        var report = await new Retention(database, new EstateReader(database, kinds), audit, kinds)
            .RunAsync(policy, "bench", TimeProvider.System, default);

        Assert.Equal(0, report.Left);
        // A day of each, or the part of it that was before this hour; of facts whole days, of which one may be due more.
        Assert.All(
            report.Lines.Where(line => line.Name != "logins"),
            line => Assert.True(line.Erased <= (line.Name == "facts" ? 3 : 1) * factsADay, $"{line.Name} {line.Erased}"));
        Assert.True(report.Erased > factsADay / 2, report.ToString());
        var check = Estate.Bench.Torture.DatabaseCheck.Of(database.Path);
        Assert.Equal((true, 0), (check.IsSound, check.WrongAccounts));
        Assert.Null(audit.Verify().Problem);
    }

    private static long Count(EstateDatabase database, string table) =>
        TestDatabase.Count(database.Path, $"SELECT count(*) FROM {table}");
}
