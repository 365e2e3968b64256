using Estate.Domain.People;
using Estate.Gateway.People;
using Estate.Web.News;
using NodaTime;

namespace Estate.Web.Proposals;

/// <summary>For engineers: the district proposes a rule or a profile.</summary>
internal sealed class FileProposalNews(FileProposalEndpoints proposals) : INewsSource
{
    public async Task<IReadOnlyList<NewsLine>> FindAsync(Caller? who, Instant since)
    {
        var count = who?.Roles.Contains(Role.Engineer) == true ? await proposals.CountOpenAsync() : 0;
        return count == 0 ? []
            : [new(
                new($"区里建议了 {count} 条规则或设备描述，等答复",
                    count == 1 ? "The district proposes a rule or a profile" : $"The district proposes {count} rules or profiles"),
                FileProposalEndpoints.Path)];
    }
}
