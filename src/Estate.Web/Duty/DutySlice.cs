using Estate.Domain.People;
using Estate.Web.Shared;

namespace Estate.Web.Duty;

internal sealed class DutySlice : IWebSlice
{
    internal const string Path = "/staff/today";

    public IReadOnlyList<MenuEntry> Menu => [new(15, Role.Staff, Path, new("今天", "Today"))];

    public IReadOnlyList<HelpSection> Help => [new(Path, "staff", 1)];

    public PageLink? BesideAlerts => new(Path, new("今天要做的", "What to do today"));

    public void MapTo(WebApplication app) => app.MapGroup(Path).RequirePage(Role.Staff).MapGet("", PageAsync);

    private static async Task<IResult> PageAsync(HttpContext context, PageContext page)
    {
        var parts = new List<DutyPart>();
        foreach (var source in context.RequestServices.GetServices<IDutySource>())
            parts.Add(await source.FindAsync());
        return await page.ShowAsync<DutyPage>(context, (nameof(DutyPage.Parts), parts.OrderBy(part => part.Position).ToList()));
    }
}
