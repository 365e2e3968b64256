using Estate.Gateway;
using Estate.Gateway.Configuration;
using Estate.Gateway.Observability;
using Estate.Gateway.People;
using Estate.Gateway.Pipeline;
using Estate.Gateway.Pipeline.Devices;
using Estate.Gateway.Pipeline.Nightly;
using Estate.Gateway.Pipeline.Series;
using Estate.Gateway.Pipeline.Uplink;
using Estate.Gateway.Rules;
using Estate.Web.Shared;
using Microsoft.Extensions.Logging.Console;

namespace Estate.Web;

/// <summary>The whole process on one screen: configuration in, a web application out.</summary>
internal static class GatewayHost
{
    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(5);

    /// <param name="alone">The data folder, to be held until the application is disposed of.</param>
    /// <param name="urls">Where to listen, such as http://127.0.0.1:8080.</param>
    /// <exception cref="ConfigurationException">
    /// The inventory names a kind this gateway does not know, or the database is damaged.
    /// </exception>
    public static WebApplication Build(EstateModel model, GatewayLock alone, string urls, PlatformServices platform) =>
        DamagedDatabase.Explain(alone.Folder, () => Assemble(OpenedEstate.Open(model, alone.Folder, platform), urls));

    /// <summary>Parts start in this order and stop in the reverse of it.</summary>
    private static WebApplication Assemble(OpenedEstate estate, string urls)
    {
        var builder = Bare(estate, urls);
        builder.Services
            .AddEstate(estate)
            .AddObservability()
            .AddRules(estate)
            // Who sends and keeps figures ends after those who bring them.
            .AddSeries(estate)
            .AddUplink()
            // The wires before the loop: its first decision knows whether it burns.
            .AddWires(estate)
            .AddLoop(estate)
            .AddBuses(estate)
            // The committer says its last words before the link goes.
            .AddBroker(estate)
            .AddCommits()
            .AddWatches()
            .AddNights()
            .AddPeople(estate)
            .AddPages()
            .AddDeviceWatches(estate)
            .Configure<HostOptions>(options => options.ShutdownTimeout = TimeToStop);
        var app = builder.Build();
        estate.Prepare(app.Services);
        app.MapEstate();
        return app;
    }

    /// <summary>A web server and a log, and nothing else yet.</summary>
    private static WebApplicationBuilder Bare(OpenedEstate estate, string urls)
    {
        // No settings file is read, so none is watched: that would be every folder below the program, for as long as it runs.
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, Args = ["--hostBuilder:reloadConfigOnChange=false"] });
        builder.WebHost.UseUrls(urls + ConnectionGuard.OwnUrl(estate.Folder.WebSocket))
            .ConfigureKestrel(server => ConnectionGuard.Configure(server, estate.Platform.Patience));
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning)
            .AddJsonConsole(json => (json.UseUtcTimestamp, json.TimestampFormat) = (true, "yyyy-MM-ddTHH:mm:ss.fffZ"))
            // It warns that its keys lie unencrypted: they are in a folder only the gateway's user may read.
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        // A log that nobody reads must not hold up the loop: lines are dropped instead.
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite);
        return builder;
    }
}
