using Estate.Domain.Bins;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Domain.Points;
using Estate.Gateway.People;
using Estate.Web.Shared;
using NodaTime;

namespace Estate.Web.Bins;

/// <summary>What only waste-sorting stations have: their page of taps and answers, and the statistics of sorting.</summary>
internal static class StationPageEndpoints
{
    internal const string Kind = StationKind.KindName;
    private const int ShownFacts = 60;

    internal static void MapStationPages(this WebApplication app)
    {
        var everyone = app.MapGroup("").Open();
        everyone.MapGet("/stations/{name}", PageAsync).Asks();
        everyone.MapGet("/api/bins/statistics", SortingEndpoint.AnswerAsync).Asks().Produces<SortingBody>();
    }

    private static async Task<IResult> PageAsync(
        string name, HttpContext context, PageContext page, FillForecasts forecasts)
    {
        var (device, model) = (new DeviceId(Kind, name), page.Reads.Model);
        if (await page.Loop.InspectAsync(machine => machine.Card(device)) is not { } card)
            return TypedResults.NotFound();
        var settings = model.Inventory.FirstOrDefault(one => one.Device == device);
        return await page.ShowAsync<StationPage>(
            context, (nameof(StationPage.Card), card),
            (nameof(StationPage.Forecasts), settings is null ? [] : await forecasts.OfAsync(settings)),
            // When a neighbour was there is nobody else's business.
            (nameof(StationPage.Visits), Callers.Find(context)?.Roles.Contains(Role.Staff) == true
                ? Visits(page.Reads.Reader.FactsOf(device, ShownFacts)) : null));
    }

    /// <summary>Taps with what became of them; no card, no household.</summary>
    private static List<StationVisit> Visits(IReadOnlyList<Fact> newestFirst)
    {
        var results = newestFirst.OfType<AwardDecided>().GroupBy(fact => fact.Session).ToDictionary(group => group.Key, group =>
            group.Any(fact => fact.Result == AwardResult.Awarded) ? AwardResult.Awarded : group.First().Result);
        var waste = newestFirst.OfType<Deposited>().ToLookup(fact => fact.Session);
        return [.. newestFirst.OfType<CardTapped>().Select(tap => new StationVisit(
            tap.Time.At,
            results.GetValueOrDefault(tap.Session, AwardResult.Welcome),
            [.. waste[tap.Session].Select(one => (WasteCategories.NameOf(one.Category), one.Grams))]))];
    }
}

public sealed record StationVisit(Instant At, string Result, IReadOnlyList<(Text Category, int Grams)> Waste);
