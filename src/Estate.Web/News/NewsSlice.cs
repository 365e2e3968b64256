using Estate.Web.Shared;

namespace Estate.Web.News;

internal sealed class NewsSlice : IWebSlice
{
    public void AddTo(IServiceCollection services) => services.AddSingleton<FrontPageNews>();

    public void MapTo(WebApplication app)
    {
    }
}
