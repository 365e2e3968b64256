using Estate.Domain.Devices;
using Estate.Domain.Monitors;
using Estate.Domain.People;
using Estate.Web.Shared;

namespace Estate.Web.Monitors;

/// <summary>Sensors of water, smoke, doors and e-bikes for the staff: what is wrong first, with where it is.</summary>
internal static class SensorPageEndpoints
{
    internal const string Path = "/staff/sensors";
    private const int Shown = 100, AtATime = 200;

    internal static void MapSensorPages(this WebApplication app)
    {
        var pages = app.MapGroup(Path).RequirePage(Role.Staff);
        pages.MapGet("", PageAsync);
        pages.MapGet("/sensors.csv", async (HttpContext context, PageContext page) =>
        {
            var language = Language.Of(context);
            return CsvFile.Of("sensors.csv", (await AllAsync(page)).Select(card => SensorRow.Of(card, page.Reads, language)));
        });
    }

    /// <summary>What is said of each, but for what a card says of all kinds.</summary>
    internal static string WordsOf(StatusCard card, Language language) =>
        string.Join("; ", card.Lines.Select(line => language.Pick(line.Value)));

    private static async Task<IResult> PageAsync(HttpContext context, PageContext page)
    {
        var (shown, part) = ListQuery.Of(context).Cut(await AllAsync(page), Shown, card => page.Reads.Names.SearchText(card.Device));
        return await page.ShowAsync<SensorsPage>(context, (nameof(SensorsPage.Cards), shown), (nameof(SensorsPage.Part), part));
    }

    /// <summary>Some at a time: between them the loop does what it is there for.</summary>
    private static async Task<IReadOnlyList<StatusCard>> AllAsync(PageContext page)
    {
        var cards = new List<StatusCard>();
        foreach (var some in page.Reads.Model.Inventory.Select(one => one.Device).Where(one => one.Kind == MonitorKind.KindName)
            .Chunk(AtATime))
            cards.AddRange(await page.Loop.InspectAsync(machine => some.Select(machine.Card).OfType<StatusCard>().ToList()));
        return [.. cards.OrderByDescending(card => card.Tone)];
    }
}
