using Estate.Domain.Charging;
using Estate.Gateway.People;
using Estate.Web.News;
using Estate.Web.Shared;
using NodaTime;

namespace Estate.Web.Charging;

/// <summary>A household's bike, while it charges or waits.</summary>
internal sealed class ChargeNews(PageContext page) : INewsSource
{
    private const string Path = "/my/charge";

    public async Task<IReadOnlyList<NewsLine>> FindAsync(Caller? who, Instant since)
    {
        if (who?.Household is not { } household
            || MyChargePageEndpoints.Of(await ChargerPageEndpoints.AllAsync(page.Loop, page.Reads), household) is not { } mine)
            return [];
        return [mine.Socket.Wait is { } wait
            ? new(new($"您的车在排队充电：{ChargingTexts.Of(wait).Zh}", $"Your bike waits in line: {ChargingTexts.Of(wait).En}"), Path)
            : new(new("您的车在充电", "Your bike is charging"), Path)];
    }
}
