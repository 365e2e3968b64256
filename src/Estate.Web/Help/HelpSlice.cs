using Estate.Web.Search;
using Estate.Web.Shared;

namespace Estate.Web.Help;

internal sealed class HelpSlice : IWebSlice
{
    public IReadOnlyList<MenuEntry> Menu => [new(170, null, Handbook.Root, new("帮助", "Help"))];

    public void AddTo(IServiceCollection services) =>
        services.AddSingleton(new HandbookShelf(HandbookShelf.Installed)).AddSingleton<IHelpLinks, HelpLinks>()
            .AddSingleton<ISearchSource, HandbookSearch>();

    public void MapTo(WebApplication app) => app.MapHelpPages();
}
