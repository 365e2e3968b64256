using Estate.Domain.People;
using Estate.Web.Shared;

namespace Estate.Web.Plan;

internal sealed class PlanSlice : IWebSlice
{
    public IReadOnlyList<MenuEntry> Menu => [new(27, Role.Staff, "/staff/plan", new("平面图", "Plan"))];

    public IReadOnlyList<HelpSection> Help =>
        [new("/plan", "residents", 3), new("/staff/plan", "staff", 2), new("/staff/plan/drawing", "installer", 4)];

    public void AddTo(IServiceCollection services) =>
        services.AddSingleton<PlanStore>().AddSingleton<PlanMarks>().AddSingleton<PlanPageEndpoints>();

    public void MapTo(WebApplication app) => app.Services.GetRequiredService<PlanPageEndpoints>().Map(app);
}
