using Estate.Domain.People;
using Estate.Web.News;
using Estate.Web.Search;
using Estate.Web.Shared;

namespace Estate.Web.People;

internal sealed class PeopleSlice : IWebSlice
{
    public IReadOnlyList<MenuEntry> Menu =>
    [
        new(80, Role.Staff, "/staff/codes", new("注册码", "Codes")),
        new(160, Role.Administrator, "/staff/people", new("账号", "Accounts")),
    ];

    public IReadOnlyList<HelpSection> Help =>
    [
        new("/login", "residents", 5), new("/join", "residents", 5), new("/me", "residents", 5), new("/staff/codes", "staff", 6),
        new("/staff/components", "staff", 11), new("/staff/people", "installer", 6),
    ];

    public void AddTo(IServiceCollection services)
    {
        services.AddSingleton<LoginState>().AddSingleton<PeopleDirectory>().AddSingleton<PeoplePageEndpoints>().AddSingleton<MyAccount>()
            .AddSingleton<INewsSource, PeopleNews>().AddSingleton<ISearchSource, PeopleSearch>();
        services.AddLoginThrottle();
    }

    public void MapTo(WebApplication app)
    {
        app.MapLogin();
        app.MapMePages();
        app.Services.GetRequiredService<PeoplePageEndpoints>().Map(app);
        app.MapPeople();
    }
}
