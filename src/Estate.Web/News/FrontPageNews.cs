using Estate.Gateway.People;
using Estate.Web.Shared;

namespace Estate.Web.News;

/// <summary>What stands on everybody's first page: what they may do now, and what changed since they were last here.</summary>
internal sealed class FrontPageNews(IEnumerable<INewsSource> sources, PageReads reads)
{
    private const int Shown = 12;

    internal async Task<NewsView> OfAsync(HttpContext context)
    {
        var (who, visit) = (Callers.Find(context), LastVisit.Of(context, reads.Clock.Now));
        var all = new List<NewsLine>();
        foreach (var source in sources)
            all.AddRange(await source.FindAsync(who, visit.Since));
        return new(
            [.. all.Where(line => line.At is null).Take(Shown)],
            [.. all.Where(line => line.At > visit.Since).OrderByDescending(line => line.At).Take(Shown)], visit);
    }
}

/// <summary>The lines of a first page.</summary>
/// <param name="Changed">The newest first.</param>
public sealed record NewsView(IReadOnlyList<NewsLine> ToDo, IReadOnlyList<NewsLine> Changed, LastVisit Visit);
