using Estate.Gateway.People;
using NodaTime;

namespace Estate.Web.News;

/// <summary>What a slice has to say on people's first page.</summary>
internal interface INewsSource
{
    /// <summary>
    /// What <paramref name="who"/> may do now, and what came about since. Who is not logged in asks often: for them nothing is read from
    /// the database.
    /// </summary>
    Task<IReadOnlyList<NewsLine>> FindAsync(Caller? who, Instant since);
}
