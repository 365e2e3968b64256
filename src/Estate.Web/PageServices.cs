using Estate.Web.Shared;

namespace Estate.Web;

/// <summary>What pages and API are made with.</summary>
internal static class PageServices
{
    internal static IServiceCollection AddPages(this IServiceCollection services)
    {
        foreach (var slice in WebSlices.All)
            slice.AddTo(services);
        services.AddApiDocument();
        services.AddQuestionLimits();
        services.AddOutputCache();
        return services
            .AddSingleton(new SiteMap(WebSlices.All)).AddSingleton<PageRenderer>().AddSingleton<PageReads>().AddSingleton<PageContext>()
            .AddSingleton<PushSubscriptions>().AddSingleton<CardRenderer>().AddSingleton<LivePages>().AddSingleton<ConnectionGuard>()
            .AddResponseCompression(options => options.EnableForHttps = true)
            // So that the sender learns what was wrong with it (BodyErrorTexts).
            .Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true)
            .ConfigureHttpJsonOptions(options => RequestResults.ReadStrictly(options.SerializerOptions));
    }
}
