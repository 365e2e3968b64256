using System.Globalization;
using Dapper;
using Estate.Adapters.Storage;
using Estate.Adapters.Storage.Totals;
using Estate.FirmwareSim;
using Estate.Gateway;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Estate.Bench.Harness;

/// <summary>A database as the reference estate would have filled it until today, by the gateway's own writers.</summary>
internal sealed class RecordedDatabase(BenchEstate estate, int factsADay, TimeProvider time)
{
    /// <summary>Whether totals of days are in it, as a gateway of today leaves them; else they are still to be made.</summary>
    internal bool IsAddedUp { get; init; }

    /// <summary>Whether means of measurements are.</summary>
    internal bool HasMeans { get; init; }

    /// <summary>Whole, or not there.</summary>
    internal void Fill(int days, string target)
    {
        var (fresh, zone) = (target + ".new", estate.Model.Programme.Zone);
        var until = Instant.FromDateTimeOffset(time.GetUtcNow()).InZone(zone).Date;
        foreach (var half in Directory.GetFiles(Path.GetDirectoryName(Path.GetFullPath(target))!, Path.GetFileName(fresh) + "*"))
            File.Delete(half);
        var (database, kinds) = (new EstateDatabase(fresh), DeviceKinds.WithoutCards(zone));
        if (IsAddedUp)
            TotalsRebuild.Begin(database, zone);
        var households = ReferenceCards.For(ReferenceEstate.Households).Select(card => card.Household).Distinct().ToList();
        var years = new RecordedYears(estate.Model, households, factsADay, until);
        using (var store = new EstateStore(database, kinds, new AuditChain(database, estate.Folder.AuditKey())))
            foreach (var day in years.Days(days))
            {
                store.Commit(day.Batch);
                if (IsAddedUp && day.Gone.Count > 0)
                    AddUp(database, day.Gone);
                if (day.Date is { Day: 1, Month: 1 })
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  recorded until {day.Date:uuuu-MM-dd}"));
            }
        if (HasMeans)
            new RecordedMeans(new(database, kinds, zone), estate.Model, until).Record(days);
        using (var connection = new SqliteConnection($"Data Source={fresh};Pooling=False"))
            connection.Execute("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE");
        File.Move(fresh, target);
    }

    /// <summary>Facts that are gone are in the totals of their days all the same.</summary>
    private static void AddUp(EstateDatabase database, IReadOnlyList<Domain.Devices.Fact> facts)
    {
        using var connection = database.Open();
        using var totals = new DailyTotals(connection);
        using var transaction = connection.BeginTransaction();
        totals.Add(facts);
        transaction.Commit();
    }
}
