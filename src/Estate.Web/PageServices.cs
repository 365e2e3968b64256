using Estate.Gateway.Pipeline;
using Estate.Web.Alerts;
using Estate.Web.Charging;
using Estate.Web.Committee;
using Estate.Web.Devices;
using Estate.Web.Home;
using Estate.Web.Journal;
using Estate.Web.Parking;
using Estate.Web.People;
using Estate.Web.Points;
using Estate.Web.Rules;
using Estate.Web.Shared;

namespace Estate.Web;

/// <summary>What pages and API are made with.</summary>
internal static class PageServices
{
    internal static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddSingleton<PageRenderer>().AddSingleton<PageReads>().AddSingleton<CardParts>().AddSingleton<LivePages>()
            .AddSingleton<ConnectionGuard>().AddSingleton<LoginParts>().AddSingleton<PeopleParts>().AddSingleton<PeoplePageParts>().AddSingleton<MeParts>()
            .AddSingleton<HomeSources>().AddSingleton<DeskSources>().AddSingleton<CommitteeSources>().AddSingleton<PermitSources>()
            .AddSingleton<DeviceSources>().AddSingleton<DeviceDesk>().AddSingleton<DeviceHistory>()
            .AddSingleton<JournalSources>().AddSingleton(RulePageSources.From)
            .AddSingleton<AlertMeans>().AddSingleton<AlertSources>().AddSingleton<ChargerSources>()
            .AddPart<PollFollowUp>("投票结果", "what follows a vote")
            .AddPart<ParkingBoard>("停车页面", "the parking page")
            .AddPart<AlertBoard>("告警页面", "the alerts page");
        services.AddLoginThrottle();
        services.AddApiDocument();
        return services.AddResponseCompression(options => options.EnableForHttps = true)
            // So that who sent it hears what was wrong with it (BodyMistake).
            .Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true)
            .ConfigureHttpJsonOptions(options => OperatorDesk.ReadStrictly(options.SerializerOptions));
    }
}
