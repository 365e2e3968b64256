using Estate.Web.Shared;

namespace Estate.Web.Board;

internal sealed class BoardSlice : IWebSlice
{
    public void AddTo(IServiceCollection services) => services.AddSingleton<BoardPanels>();

    public void MapTo(WebApplication app) => app.MapBoard();
}
