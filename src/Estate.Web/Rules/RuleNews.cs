using Estate.Domain.People;
using Estate.Domain.Rules;
using Estate.Gateway.People;
using Estate.Gateway.Rules;
using Estate.Web.News;
using Estate.Web.Shared;
using NodaTime;

namespace Estate.Web.Rules;

/// <summary>For the engineer: rules out of use, files with mistakes, what others changed.</summary>
internal sealed class RuleNews(PageContext page, RuleTrials trials, RuleWatch watch) : INewsSource
{
    private const int MaxChanges = 20;

    public async Task<IReadOnlyList<NewsLine>> FindAsync(Caller? who, Instant since)
    {
        if (who?.Roles.Contains(Role.Engineer) != true)
            return [];
        var lines = new List<NewsLine>();
        if (watch.Errors.Count > 0)
            lines.Add(new(
                new("规则文件有误，请改正", "A file of rules has mistakes: please mend it"), "/staff/rules"));
        lines.AddRange((await trials.ViewsAsync()).Where(view => view.Disabled is not null).Select(view => new NewsLine(
            new($"规则已停用：{view.Rule.Source.Title.Zh}", $"A rule is out of use: {view.Rule.Source.Title.En}"),
            $"/staff/rules/{view.Rule.Id}")));
        lines.AddRange(page.Reads.Reader.FactsOf<RuleChanged>(RuleReactor.JournalId, MaxChanges)
            .Where(one => one.Time.At > since && one.By != who.Name)
            .Select(one => new NewsLine(one.Describe(page.Reads.Zone), $"/staff/rules/{one.Rule}", one.Time.At)));
        return lines;
    }
}
