using Estate.Adapters.Storage;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Web.Devices;
using Estate.Web.Shared;

namespace Estate.Web.Journal;

/// <summary>What happened, in sentences, and why: from a signal to all that came of it, out of the journal.</summary>
internal static class JournalPageEndpoints
{
    /// <summary>By the API.</summary>
    private const int Shown = 100;
    private const int ShownDevices = 50, ShownLatest = 20;

    internal static void MapJournalPages(this WebApplication app)
    {
        var pages = app.MapGroup("/staff/journal").RequirePage(Role.Staff, Role.Engineer);
        pages.MapGet("", IndexAsync);
        pages.MapGet("/{kind}/{name}", DeviceAsync);
        pages.MapGet("/{kind}/{name}/journal.csv",
            (string kind, string name, HttpContext context, PageContext page, JournalReader journal, long? before) =>
            Csv(context, page, journal.Of(new(kind, name), JournalQuery.BeforeOf(before), JournalQuery.LookedThrough)));
        pages.MapGet("/{n:long}", WhyAsync);
        pages.MapGet("/{n:long}/journal.csv", (long n, HttpContext context, PageContext page, JournalReader journal) =>
            journal.Why(n) is { Count: > 0 } story ? Csv(context, page, story) : Results.NotFound());
        pages.MapGet("/alerts/{id}", (string id, HttpContext context, PageContext page, JournalReader journal, AlertReader alerts) =>
            ToWhy(context, page, journal, NumberOf(id, alerts, journal)));
        var api = app.MapGroup("/api").Require(Role.Staff, Role.Engineer);
        api.MapGet("/journal/{kind}/{name}", ListAsync);
        api.MapGet("/journal/{n:long}/why", (long n, PageContext page, JournalReader journal) => Story(page, journal, n));
        api.MapGet("/alerts/{id}/why", (string id, PageContext page, JournalReader journal, AlertReader alerts) =>
            Story(page, journal, NumberOf(id, alerts, journal)));
        api.MapGet("/points/transfers/{id:guid}/why", (Guid id, PageContext page, JournalReader journal) =>
            Story(page, journal, page.Reads.Reader.Transfer(id) is { } transfer ? journal.NumberOf(transfer) : null));
    }

    private static async Task<IResult> IndexAsync(HttpContext context, PageContext page, JournalReader journal)
    {
        var kind = context.Request.Query["kind"].ToString();
        var (all, kinds) = await page.Loop.InspectAsync(machine => (machine.Devices, KindsOf(machine)));
        if (kind.Length > 0 && kinds.All(one => one.Name != kind))
            throw BadQueryException.Of("kind", "没有这种设备", "there is no such kind");
        var titles = kinds.ToDictionary(one => one.Name, one => one.Title);
        var (shown, part) = ListQuery.Of(context).Cut(
            all.Where(device => kind.Length == 0 || device.Kind == kind), ShownDevices,
            device => $"{page.Reads.Names.SearchText(device)} {titles[device.Kind].Zh} {titles[device.Kind].En}");
        var cards = await page.Loop.CardsAsync([.. shown]);
        return await page.ShowAsync<JournalIndexPage>(
            context, (nameof(JournalIndexPage.Devices), cards), (nameof(JournalIndexPage.Part), part),
            (nameof(JournalIndexPage.Kind), kind),
            (nameof(JournalIndexPage.Kinds), kinds),
            (nameof(JournalIndexPage.Latest), part is { Page: 1, Search.Length: 0 } && kind.Length == 0
                ? journal.Latest(long.MaxValue, ShownLatest) : []));
    }

    private static IReadOnlyList<(string Name, Text Title, int Count)> KindsOf(EstateMachine machine) =>
        [.. machine.Devices.GroupBy(device => device.Kind)
            .Select(kind => (kind.Key, machine.Card(kind.First())!.Kind, kind.Count())).OrderBy(kind => kind.Key, StringComparer.Ordinal)];

    private static Task<IResult> DeviceAsync(
        string kind, string name, HttpContext context, PageContext page, JournalReader journal, long? before)
    {
        var (device, query) = (new DeviceId(kind, name), JournalQuery.Of(context, before));
        var (entries, next) = query.Find(journal, device, page.Reads);
        return page.ShowAsync<JournalPage>(
            context, (nameof(JournalPage.Device), device), (nameof(JournalPage.Query), query), (nameof(JournalPage.Entries), entries),
            (nameof(JournalPage.Next), next));
    }

    private static Task<IResult> WhyAsync(long n, HttpContext context, PageContext page, JournalReader journal) =>
        ToWhy(context, page, journal, n);

    private static async Task<IResult> ToWhy(HttpContext context, PageContext page, JournalReader journal, long? n) =>
        n is { } number && journal.Why(number) is { Count: > 0 } story
            ? await page.ShowAsync<JournalPage>(context, (nameof(JournalPage.Asked), number), (nameof(JournalPage.Entries), story))
            : Results.NotFound();

    private static IResult Csv(HttpContext context, PageContext page, IReadOnlyList<JournalEntry> entries)
    {
        var language = Language.Of(context);
        return CsvFile.Of("journal.csv", entries.Select(entry => JournalRow.Of(entry, page.Reads, language)));
    }

    private static IResult ListAsync(string kind, string name, PageContext page, JournalReader journal, long? before) =>
        Results.Ok(journal.Of(new(kind, name), JournalQuery.BeforeOf(before), Shown).Select(entry => Json(entry, page)));

    private static IResult Story(PageContext page, JournalReader journal, long? n) =>
        n is { } number && journal.Why(number) is { Count: > 0 } story ? Results.Ok(story.Select(entry => Json(entry, page)))
            : Results.NotFound();

    private static long? NumberOf(string alert, AlertReader alerts, JournalReader journal) =>
        alerts.Find(alert) is { } found ? journal.NumberOf(found) : null;

    private static object Json(JournalEntry entry, PageContext page) => new
    {
        entry.N,
        entry.Step,
        At = entry.Fact.Time.At.ToString(),
        Late = entry.Fact.Time.IsLate,
        Device = entry.Fact.Device.ToString(),
        Text = entry.Describe(page.Reads.Zone),
    };
}
