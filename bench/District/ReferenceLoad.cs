using Estate.Adapters.Storage;
using Estate.Bench.Harness;
using Estate.Bench.Year;
using Estate.Gateway;
using Estate.Gateway.Configuration;
using NodaTime;

namespace Estate.Bench.District;

/// <summary>What leaves the reference estate on a day, and a second of its busy hours.</summary>
internal sealed record ReferenceLoad(int FactsADay, int LeavingADay, double BusyPerS)
{
    /// <summary>Waste is brought while the stations are open: two hours in the morning and two in the evening; the rest all day.</summary>
    private const double OpenSeconds = 4 * 3_600, DaySeconds = 24 * 3_600;

    internal static ReferenceLoad Measure(string folder)
    {
        var model = EstateFileReader.Read("deploy/reference/estate.yaml");
        var households = FirmwareSim.ReferenceCards.For(ReferenceEstate.Households).Select(card => card.Household).Distinct().ToList();
        var database = new EstateDatabase(Path.Combine(folder, "reference-day.db"));
        using (var store = new EstateStore(
            database, DeviceKinds.WithoutCards(model.Programme.Zone), new AuditChain(database, new byte[32])))
            foreach (var day in new RecordedYears(model, households, YearBench.FactsADay, new LocalDate(2026, 11, 1)).Days(1))
                store.Commit(day.Batch);
        var leaving = JournaledEstate.LeavingOf(Path.Combine(folder, "reference-day.db")).Select(fact => fact.Type).ToList();
        var waste = leaving.Count(type => type is "deposited" or "deposit_unclaimed" or "award_decided");
        return new(YearBench.FactsADay, leaving.Count, (waste / OpenSeconds) + ((leaving.Count - waste) / DaySeconds));
    }
}
