using Estate.Domain.People;
using Estate.Web.News;
using Estate.Web.Search;
using Estate.Web.Shared;

namespace Estate.Web.Rules;

internal sealed class RulesSlice : IWebSlice
{
    public IReadOnlyList<MenuEntry> Menu => [new(120, Role.Engineer, "/staff/rules", new("规则", "Rules"))];

    public IReadOnlyList<HelpSection> Help => [new("/staff/rules", "installer", 8)];

    public void AddTo(IServiceCollection services) => services.AddSingleton<RulePageEndpoints>()
        .AddSingleton<INewsSource, RuleNews>().AddSingleton<ISearchSource, RuleSearch>()
        .AddSingleton<IProposalTaker, RuleTaker>();

    public void MapTo(WebApplication app)
    {
        app.MapRules();
        app.Services.GetRequiredService<RulePageEndpoints>().Map(app);
    }
}
