using Estate.Web.Shared;

namespace Estate.Web.Home;

internal sealed class HomeSlice : IWebSlice
{
    public IReadOnlyList<HelpSection> Help => [new("/", "residents", 1)];

    public void MapTo(WebApplication app) => app.MapHomePages();
}
