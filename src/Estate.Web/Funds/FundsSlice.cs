using Estate.Web.Committee;
using Estate.Web.Shared;

namespace Estate.Web.Funds;

internal sealed class FundsSlice : IWebSlice
{
    public IReadOnlyList<HelpSection> Help => [new("/funds", "residents", 5), new(FundDeskEndpoints.Path, "committee", 8)];

    public void AddTo(IServiceCollection services) => services
        .AddSingleton<FundPageEndpoints>().AddSingleton<FundDeskEndpoints>().AddSingleton<ICommitteeCardSource, FundCard>();

    public void MapTo(WebApplication app)
    {
        app.Services.GetRequiredService<FundPageEndpoints>().Map(app);
        app.Services.GetRequiredService<FundDeskEndpoints>().Map(app);
    }
}
