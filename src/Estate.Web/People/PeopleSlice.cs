using Estate.Domain.People;
using Estate.Web.News;
using Estate.Web.Shared;

namespace Estate.Web.People;

internal sealed class PeopleSlice : IWebSlice
{
    public IReadOnlyList<MenuEntry> Menu =>
    [
        new(80, Role.Staff, "/staff/codes", new("注册码", "Codes")),
        new(160, Role.Administrator, "/staff/people", new("账号", "Accounts")),
    ];

    public void AddTo(IServiceCollection services)
    {
        services.AddSingleton<LoginState>().AddSingleton<PeopleDirectory>().AddSingleton<PeoplePageEndpoints>().AddSingleton<MyAccount>()
            .AddSingleton<INewsSource, PeopleNews>();
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
