using Estate.Domain.People;
using Estate.Web.Committee;
using Estate.Web.News;
using Estate.Web.Shared;

namespace Estate.Web.Proposals;

internal sealed class ProposalsSlice : IWebSlice
{
    public IReadOnlyList<MenuEntry> Menu => [new(125, Role.Engineer, FileProposalEndpoints.Path, ProposalViews.Heading)];

    public IReadOnlyList<HelpSection> Help =>
        [new(ProposalEndpoints.Path, "committee", 10), new(FileProposalEndpoints.Path, "installer", 8)];

    public void AddTo(IServiceCollection services) =>
        services.AddSingleton<ProposalEndpoints>().AddSingleton<ICommitteeCardSource, ProposalCard>()
            .AddSingleton<FileProposalEndpoints>().AddSingleton<INewsSource, FileProposalNews>();

    public void MapTo(WebApplication app)
    {
        app.Services.GetRequiredService<ProposalEndpoints>().Map(app);
        app.Services.GetRequiredService<FileProposalEndpoints>().Map(app);
    }
}
