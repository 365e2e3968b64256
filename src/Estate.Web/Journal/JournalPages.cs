using Estate.Adapters.Storage;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Gateway.Pipeline;
using Estate.Web.Shared;

namespace Estate.Web.Journal;

/// <summary>What happened, in sentences, and why: from a signal to all that came of it, out of the journal.</summary>
internal static class JournalPages
{
    private const int Shown = 100;
    private const int Exported = 10_000;

    internal static void MapJournal(this WebApplication app)
    {
        var pages = app.MapGroup("/staff/journal").RequirePage(Role.Staff, Role.Engineer);
        pages.MapGet("", IndexAsync);
        pages.MapGet("/{kind}/{name}", DeviceAsync);
        pages.MapGet("/{kind}/{name}/journal.csv", (string kind, string name, HttpContext context, JournalSources sources, long? before) =>
            Csv(context, sources, sources.Journal.Of(new(kind, name), before ?? long.MaxValue, Exported)));
        pages.MapGet("/{n:long}", WhyAsync);
        pages.MapGet("/{n:long}/journal.csv", (long n, HttpContext context, JournalSources sources) =>
            sources.Journal.Why(n) is { Count: > 0 } story ? Csv(context, sources, story) : Results.NotFound());
        pages.MapGet("/alerts/{id}", (string id, HttpContext context, JournalSources sources, AlertReader alerts) => ToWhy(context, sources, NumberOf(id, alerts, sources.Journal)));
        var api = app.MapGroup("/api").Require(Role.Staff, Role.Engineer);
        api.MapGet("/journal/{kind}/{name}", ListAsync);
        api.MapGet("/journal/{n:long}/why", (long n, JournalSources sources) => Story(sources, n));
        api.MapGet("/alerts/{id}/why", (string id, JournalSources sources, AlertReader alerts) => Story(sources, NumberOf(id, alerts, sources.Journal)));
        api.MapGet("/points/transfers/{id:guid}/why", (Guid id, JournalSources sources) => Story(sources, sources.Reads.Reader.Transfer(id) is { } transfer ? sources.Journal.NumberOf(transfer) : null));
    }

    private static async Task<IResult> IndexAsync(HttpContext context, JournalSources sources, EstateLoop loop) =>
        await sources.Pages.PageAsync<JournalPage>(context, sources.Reads, (nameof(JournalPage.Devices), await loop.InspectAsync(machine => machine.Cards().Select(card => card.Device).ToList())));

    private static Task<IResult> DeviceAsync(string kind, string name, HttpContext context, JournalSources sources, long? before)
    {
        var device = new DeviceId(kind, name);
        return sources.Pages.PageAsync<JournalPage>(context, sources.Reads, (nameof(JournalPage.Device), device), (nameof(JournalPage.Entries), sources.Journal.Of(device, before ?? long.MaxValue, Shown)));
    }

    private static Task<IResult> WhyAsync(long n, HttpContext context, JournalSources sources) => ToWhy(context, sources, n);

    private static async Task<IResult> ToWhy(HttpContext context, JournalSources sources, long? n) =>
        n is { } number && sources.Journal.Why(number) is { Count: > 0 } story
            ? await sources.Pages.PageAsync<JournalPage>(context, sources.Reads, (nameof(JournalPage.Asked), number), (nameof(JournalPage.Entries), story))
            : Results.NotFound();

    private static IResult Csv(HttpContext context, JournalSources sources, IReadOnlyList<JournalEntry> entries)
    {
        var language = Language.Of(context);
        return CsvFile.Of("journal.csv", entries.Select(entry => JournalRow.Of(entry, sources.Reads, language)));
    }

    private static IResult ListAsync(string kind, string name, JournalSources sources, long? before) =>
        Results.Ok(sources.Journal.Of(new(kind, name), before ?? long.MaxValue, Shown).Select(entry => Json(entry, sources)));

    private static IResult Story(JournalSources sources, long? n) =>
        n is { } number && sources.Journal.Why(number) is { Count: > 0 } story ? Results.Ok(story.Select(entry => Json(entry, sources))) : Results.NotFound();

    private static long? NumberOf(string alert, AlertReader alerts, JournalReader journal) => alerts.Find(alert) is { } found ? journal.NumberOf(found) : null;

    private static object Json(JournalEntry entry, JournalSources sources) => new
    {
        entry.N,
        entry.Step,
        At = entry.Fact.Time.At.ToString(),
        Late = entry.Fact.Time.IsLate,
        Device = entry.Fact.Device.ToString(),
        Text = entry.Fact.Tell(sources.Reads.Zone),
    };
}

/// <summary>Where the journal's pages have what they show from.</summary>
internal sealed record JournalSources(JournalReader Journal, PageReads Reads, PageRenderer Pages);

internal sealed record JournalRow(long N, string At, string Device, string What, string Late)
{
    internal static JournalRow Of(JournalEntry entry, PageReads reads, Language language) => new(
        entry.N, entry.Fact.Time.At.Read(reads.Zone), entry.Fact.Device.ToString(), language.Pick(entry.Fact.Tell(reads.Zone)),
        entry.Fact.Time.IsLate ? language.Pick("事后得知", "known only afterwards") : "");
}
