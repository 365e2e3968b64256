using System.CommandLine;
using Estate.Domain.Points;
using Estate.Gateway;
using Estate.Gateway.Configuration;
using Estate.Gateway.People;
using Estate.Gateway.Pipeline;
using Estate.Web;
using NodaTime;

namespace Estate.Cli.Commands;

/// <summary>Runs the gateway until it is stopped.</summary>
internal static class RunCommand
{
    /// <summary>EX_SOFTWARE of sysexits.h: it ended although nobody asked it to. 0 means that it was asked.</summary>
    internal const int InternalError = 70;

    /// <summary>Longer than the host gives its parts, shorter than systemd waits (15 s); then the process is ended.</summary>
    internal static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(14);

    private const string Served = "http://127.0.0.1:8080";

    internal static Command Create()
    {
        var (estate, data) = (CommonOptions.Estate(), CommonOptions.Data());
        var urls = new Option<string>("--urls") { Description = "Where the pages are served", DefaultValueFactory = _ => Served };
        var demo = new Option<bool>("--demo")
        {
            Description = "Disposal windows around the clock (00:00-12:00 and 12:00-24:00), so that "
            + "a demonstration awards points at any hour; alerts climb the ladder twenty times faster"
        };
        var anew = CommonOptions.BeginAnew();
        var command = new Command("run", "Run the gateway") { estate, data, urls, demo, anew };
        command.SetAction(async (parsed, stop) =>
        {
            var folder = CommonOptions.Folder(parsed.GetRequiredValue(data));
            using var alone = new GatewayLock(folder);
            var model = CommonOptions.Model(parsed.GetRequiredValue(estate), folder);
            if (parsed.GetValue(demo))
                model = Demonstration(model);
            if (parsed.GetValue(anew) && !File.Exists(folder.Database))
                folder.OpenDatabase(beginAnew: true);
            InventoryCheck.Pass(model);
            BrokerSetup.Write(folder, model);
            if (stop.IsCancellationRequested)
                return 0;
            await using var app = GatewayHost.Build(model, alone, parsed.GetRequiredValue(urls), PlatformServices.Real with
            { Upgrade = new UpgradeProgress() });
            if (app.Services.GetRequiredService<Invitations>().ForFirstAdministrator() is { } code)
                Console.WriteLine("还没有管理员 / There is no administrator yet. Open "
                    + $"{parsed.GetRequiredValue(urls).Split(';')[0]}/join?code={code} (once, within "
                    + $"{Invitations.Valid.TotalDays:0} days)");
            // What reading the file and the database left behind: now, since later it would keep an exit button waiting.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            return await RunAsync(app, stop);
        });
        return command;
    }

    private static async Task<int> RunAsync(WebApplication app, CancellationToken stop)
    {
        var (restart, parts) = (
            app.Services.GetRequiredService<Restart>(),
            app.Services.GetServices<IHostedService>().OfType<BackgroundService>().ToList());
        try
        {
            await app.RunAsync(stop);
        }
        catch (OperationCanceledException) when (
            stop.IsCancellationRequested || app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Asked to end before it had started.
        }
        return restart.IsAsked ? Restart.ExitCode : parts.Any(part => part.ExecuteTask is { IsFaulted: true }) ? InternalError : 0;
    }

    internal static EstateModel Demonstration(EstateModel model) => model with
    {
        IsDemonstration = true,
        Programme = model.Programme with { Policies = OpenAllDay(model.Programme.Policies.Current) },
        Alerts = Hurried(model.Alerts),
    };

    private static AlertsModel Hurried(AlertsModel alerts) => alerts with
    {
        Policy = alerts.Policy.Climbed(after => after / 20),
    };

    private static PolicyHistory OpenAllDay(AwardPolicy policy)
    {
        var noon = new LocalTime(12, 0);
        return new(
            [policy with { EffectiveFrom = Instant.MinValue, Windows = [new(LocalTime.Midnight, noon), new(noon, LocalTime.Midnight)] }]);
    }
}
