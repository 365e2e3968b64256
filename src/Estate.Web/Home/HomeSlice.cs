using Estate.Web.Shared;

namespace Estate.Web.Home;

internal sealed class HomeSlice : IWebSlice
{
    public void MapTo(WebApplication app) => app.MapHomePages();
}
