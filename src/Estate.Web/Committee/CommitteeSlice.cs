using Estate.Domain.People;
using Estate.Gateway.Pipeline;
using Estate.Web.News;
using Estate.Web.Shared;

namespace Estate.Web.Committee;

internal sealed class CommitteeSlice : IWebSlice
{
    public IReadOnlyList<MenuEntry> Menu => [new(110, Role.Committee, "/committee", new("业委会", "Committee"))];

    public PageLink? BesideAlerts => VoteDeskEndpoints.Link;

    public IReadOnlyList<HelpSection> Help =>
    [
        new("/polls", "residents", 5), new("/decisions", "residents", 2), new("/committee", "committee", 4),
        new("/committee/hours", "committee", 1), new("/committee/points", "committee", 2), new("/committee/polls", "committee", 3),
        new(VoteDeskEndpoints.Path, "staff", 12),
    ];

    public void AddTo(IServiceCollection services) =>
        services.AddSingleton<CommitteeCards>().AddSingleton<CommitteePageEndpoints>().AddSingleton<HoursPageEndpoints>()
            .AddSingleton<PollPageEndpoints>().AddSingleton<VoteDeskEndpoints>()
        .AddSingleton<INewsSource, PollNews>()
        .AddPart<PollFollowUp>("投票结果", "what follows a vote");

    public void MapTo(WebApplication app)
    {
        app.Services.GetRequiredService<CommitteePageEndpoints>().Map(app);
        app.Services.GetRequiredService<HoursPageEndpoints>().Map(app);
        app.Services.GetRequiredService<PollPageEndpoints>().Map(app);
        app.Services.GetRequiredService<VoteDeskEndpoints>().Map(app);
    }
}
