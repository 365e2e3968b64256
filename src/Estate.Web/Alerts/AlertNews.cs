using Estate.Domain.Alerts;
using Estate.Domain.People;
using Estate.Gateway.People;
using Estate.Web.News;
using Estate.Web.Shared;
using NodaTime;

namespace Estate.Web.Alerts;

/// <summary>For the staff: what nobody has, and what the last shifts left.</summary>
internal sealed class AlertNews(PageContext page, AlertBoard board) : INewsSource
{
    private const int MaxHandovers = 3;

    public Task<IReadOnlyList<NewsLine>> FindAsync(Caller? who, Instant since) =>
        Task.FromResult<IReadOnlyList<NewsLine>>(
            who?.Roles.Contains(Role.Staff) == true ? [.. Open(since), .. HandedOver(who, since)] : []);

    private IEnumerable<NewsLine> Open(Instant since)
    {
        var open = board.Current?.Open ?? [];
        var free = open.Count(one => one is { State: AlertState.Open, SilencedUntil: null });
        if (free > 0)
            yield return new(
                new($"{free} 个报警没有人处理", $"{free} {(free == 1 ? "alert" : "alerts")} that nobody has"), "/staff/alerts#list");
        var fresh = open.Where(one => one.Since > since).ToList();
        if (fresh.Count > 0)
            yield return new(
                new($"新报警 {fresh.Count} 个", $"{fresh.Count} new {(fresh.Count == 1 ? "alert" : "alerts")}"), "/staff/alerts#list",
                fresh.Max(one => one.Since));
    }

    private IEnumerable<NewsLine> HandedOver(Caller who, Instant since) =>
        page.Reads.Reader.FactsOf<ShiftHandedOver>(AlertReactor.JournalId, MaxHandovers)
        .Where(one => one.Time.At > since && one.By != who.Name)
        .Select(one => new NewsLine(one.Describe(page.Reads.Zone), "/staff/handover", one.Time.At));
}
