using Estate.Adapters.Storage.People;
using Estate.Domain.People;
using Estate.Gateway.People;
using Estate.Web.News;
using Estate.Web.Shared;
using NodaTime;

namespace Estate.Web.People;

/// <summary>For the administrator: who has an account now, and codes that nobody used.</summary>
internal sealed class PeopleNews(PeopleTable table, PageReads reads) : INewsSource
{
    private const int Named = 5;

    public Task<IReadOnlyList<NewsLine>> FindAsync(Caller? who, Instant since) =>
        Task.FromResult<IReadOnlyList<NewsLine>>(who?.Roles.Contains(Role.Administrator) == true ? [.. Lines(since)] : []);

    private IEnumerable<NewsLine> Lines(Instant since)
    {
        var unused = table.Unused(reads.Clock.Now).Count;
        if (unused > 0)
            yield return new(
                new($"{unused} 个注册码还没用", $"{unused} {(unused == 1 ? "code is" : "codes are")} not used yet"), "/staff/people#codes");
        var joined = table.All().Where(person => person.Made > since).OrderByDescending(person => person.Made).ToList();
        if (joined.Count > 0)
        {
            var names = string.Join(", ", joined.Take(Named).Select(person => person.Name)) + (joined.Count > Named ? " …" : "");
            yield return new(
                new($"新账号 {joined.Count} 个：{names}", $"{joined.Count} new {(joined.Count == 1 ? "account" : "accounts")}: {names}"),
                "/staff/people", joined[0].Made);
        }
    }
}
