using Estate.Domain.People;
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
        services.AddSingleton<LoginParts>().AddSingleton<PeopleParts>().AddSingleton<PeoplePages>().AddSingleton<MeParts>();
        services.AddLoginThrottle();
    }

    public void MapTo(WebApplication app)
    {
        app.MapLogin();
        app.MapMe();
        app.Services.GetRequiredService<PeoplePages>().Map(app);
        app.MapPeopleDesk();
    }
}
