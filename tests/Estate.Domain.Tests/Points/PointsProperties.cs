using Estate.Domain.Bins;
using Estate.Domain.Devices;
using Estate.Domain.Points;
using Estate.TestKit;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Xunit;
using static Estate.TestKit.TestEstate;

namespace Estate.Domain.Tests.Points;

/// <summary>Properties P-B1 to P-B4 of the domain facts, over random visits in random orders.</summary>
public sealed class PointsProperties
{
    private static readonly string[] Cards = ["card-h1", "card-h1-second", "card-h2", "card-h3", "card-lost", "nobody"];

    private static readonly Gen<Visit[]> Visits =
        Gen.Choose(0, 30).SelectMany(count => Gen.ArrayOf(
            from card in Gen.Elements(Cards)
            from station in Gen.Choose(1, 2)
            from minute in Gen.Choose(0, (3 * 24 * 60) - 1)
            from grams in Gen.Elements(0, 5, 400, 2000)
            select new Visit(card, station, minute, grams), count));

    [Fact]
    public void Order_and_repetition_of_events_never_change_the_points() =>
        Prop.ForAll(Visits.ToArbitrary(), Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), (visits, seed) =>
        {
            var plain = Play(visits, new Random(0), isShuffled: false);
            var shuffled = Play(visits, new Random(seed), isShuffled: true);
            return plain.SequenceEqual(shuffled);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_household_never_gets_more_than_ten_points_a_day_or_five_a_window() =>
        Prop.ForAll(Visits.ToArbitrary(), visits =>
        {
            var estate = Run(visits, new Random(1), isShuffled: true, out var transfers);
            var byDay = transfers.GroupBy(one => (one.Credit, one.At.InZone(Shanghai).Date)).All(day => day.Sum(one => one.Points) <= 10);
            var byWindow = transfers.GroupBy(one =>
                (one.Credit, one.At.InZone(Shanghai).Date, one.At.InZone(Shanghai).Hour < 12)).All(window =>
                    window.Sum(one => one.Points) <= 5);
            return byDay && byWindow && estate.Ledger.Sum == 0 && transfers.Sum(one => one.Points) == estate.Ledger.Issued;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Balances_are_the_sum_of_their_transfers_and_never_below_zero() =>
        Prop.ForAll(Visits.ToArbitrary(), Gen.ListOf(Gen.Choose(0, 3)).ToArbitrary(), (visits, redemptions) =>
        {
            var estate = new TestEstate(new PolicyHistory([new AwardPolicy { PointsPerRoll = 10 }]));
            var transfers = new List<Transfer>();
            Feed(estate, visits, new Random(2), isShuffled: false, transfers);
            foreach (var step in redemptions)
            {
                estate.Now += Duration.FromSeconds(1);
                IRequest request = estate.Ledger.OpenReservations.FirstOrDefault() is { } open && step > 1
                    ? step == 2 ? new PostRoll(open.Id) : new VoidRoll(open.Id)
                    : new ReserveRoll($"h{step + 1}");
                transfers.AddRange(estate.Ask(request).OfType<Transferred>().Select(one => one.Transfer));
            }
            return new[] { "h1", "h2", "h3" }.All(household =>
            {
                var account = AccountId.Household(household);
                var sum = transfers.Sum(one => one.Credit == account ? one.Points : one.Debit == account ? -one.Points : 0);
                return sum >= 0 && sum == estate.BalanceOf(household);
            }) && estate.Ledger.Sum == 0;
        }).QuickCheckThrowOnFailure();

    private static long[] Play(Visit[] visits, Random random, bool isShuffled)
    {
        var estate = Run(visits, random, isShuffled, out _);
        return [.. new[] { "h1", "h2", "h3" }.Select(estate.BalanceOf)];
    }

    private static TestEstate Run(Visit[] visits, Random random, bool isShuffled, out List<Transfer> transfers)
    {
        var estate = new TestEstate();
        transfers = [];
        Feed(estate, visits, random, isShuffled, transfers);
        return estate;
    }

    /// <summary>Every message of every visit, heard three days later; shuffled: in any order, some of them twice.</summary>
    private static void Feed(TestEstate estate, Visit[] visits, Random random, bool isShuffled, List<Transfer> transfers)
    {
        var heard = Local(2026, 3, 6, 0, 0);
        estate.Now = heard;
        var events = visits.SelectMany((visit, index) =>
        {
            var station = visit.Station == 1 ? Station1 : Station2;
            var at = new EventTime(Local(2026, 3, 2, 0, 0) + Duration.FromMinutes(visit.Minute), heard, ClockTrust.Synced);
            return new[]
            {
                estate.Event(station, $"s{index}", estate.TapOf(visit.Card), at),
                estate.Event(station, $"d{index}", new Deposit($"s{index}", WasteCategory.Wet, visit.Grams), at),
            };
        }).ToList();
        if (isShuffled)
        {
            // A repetition under a new id is worse than what the door lets through: the ledger alone must stand it.
            events.AddRange(
                events.Where(_ => random.Next(3) == 0).Select(one => one with
                { Header = one.Header with { Id = one.Header.Id + "-again" } }).ToList());
            events = [.. events.OrderBy(_ => random.Next())];
        }
        foreach (var one in events)
            transfers.AddRange(estate.Machine.Step(one).OfType<Transferred>().Select(outcome => outcome.Transfer));
    }

    internal sealed record Visit(string Card, int Station, int Minute, int Grams);
}
