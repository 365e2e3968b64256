using Estate.Domain.People;
using Estate.Gateway.Pipeline;
using Estate.Web.News;
using Estate.Web.Shared;

namespace Estate.Web.Committee;

internal sealed class CommitteeSlice : IWebSlice
{
    public IReadOnlyList<MenuEntry> Menu => [new(110, Role.Committee, "/committee", new("业委会", "Committee"))];

    public void AddTo(IServiceCollection services) =>
        services.AddSingleton<CommitteePageEndpoints>().AddSingleton<PollPageEndpoints>()
        .AddSingleton<INewsSource, PollNews>()
        .AddPart<PollFollowUp>("投票结果", "what follows a vote");

    public void MapTo(WebApplication app)
    {
        app.Services.GetRequiredService<CommitteePageEndpoints>().Map(app);
        app.Services.GetRequiredService<PollPageEndpoints>().Map(app);
    }
}
