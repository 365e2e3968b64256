using Estate.Web.Shared;

namespace Estate.Web.Home;

internal sealed class HomeSlice : IWebSlice
{
    public void AddTo(IServiceCollection services) => services.AddSingleton<HomeSources>();

    public void MapTo(WebApplication app) => app.MapHome();
}
