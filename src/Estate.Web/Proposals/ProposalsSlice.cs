using Estate.Web.Committee;
using Estate.Web.Shared;

namespace Estate.Web.Proposals;

internal sealed class ProposalsSlice : IWebSlice
{
    public IReadOnlyList<HelpSection> Help => [new(ProposalEndpoints.Path, "committee", 10)];

    public void AddTo(IServiceCollection services) =>
        services.AddSingleton<ProposalEndpoints>().AddSingleton<ICommitteeCardSource, ProposalCard>();

    public void MapTo(WebApplication app) => app.Services.GetRequiredService<ProposalEndpoints>().Map(app);
}
