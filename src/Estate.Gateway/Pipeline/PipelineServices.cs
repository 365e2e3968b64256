using Estate.Adapters.Notify;
using Estate.Adapters.Storage.People;
using Estate.Adapters.Systemd;
using Estate.Domain.Devices;
using Estate.Gateway.Pipeline.Devices;
using Estate.Gateway.Pipeline.Notify;

namespace Estate.Gateway.Pipeline;

/// <summary>A message's way: inbox, loop, commit, and what is said after it.</summary>
internal static class PipelineServices
{
    /// <summary>From the inbox to the buffers in front of the disk.</summary>
    internal static IServiceCollection AddLoop(this IServiceCollection services, OpenedEstate estate) => services
        .AddSingleton(new Budgets(estate.Clock, Misbehaving(estate))).AddSingleton<LoopInbox>()
        .AddSingleton<PendingQueue>().AddSingleton<RejectionLog>().AddSingleton<PinDrive>().AddSingleton<AtOnce>()
        .AddSingleton<EstateSteps>().AddSingleton<EventLookups>().AddSingleton<CodecLine>().AddSingleton<OffLoopWork>()
        .AddSingleton<OrderRefusals>().AddSingleton<DeviceSender>().AddSingleton<MessageReception>()
        .AddSingleton<EstateLoop>().AddHostedService(all => all.GetRequiredService<EstateLoop>());

    /// <summary>One transaction for all that waited; then acknowledgements, pages, notifications.</summary>
    internal static IServiceCollection AddCommits(this IServiceCollection services) => services
        .AddSingleton<CommitRetries>().AddSingleton<CommitErrors>().AddSingleton<LiveFeed>().AddSingleton<AfterCommit>()
        .AddSingleton<Committer>().AddHostedService(all => all.GetRequiredService<Committer>())
        .AddSingleton<IPushAddresses>(all => all.GetRequiredService<PushTable>())
        .AddSingleton<Notifiers>().AddSingleton<NotificationStore>().AddSingleton<NotifierReports>()
        .AddSingleton<TestDelivery>()
        .AddPart<NotificationService>("通知", "notifications")
        .AddPart<NoticePush>("通知推送", "the push of notices")
        .AddPart<TotalsService>("每日统计", "the totals of days");

    /// <summary>Who looks after the gateway itself.</summary>
    internal static IServiceCollection AddWatches(this IServiceCollection services) => services
        .AddPart<HostWatch>("自检", "the watch over the gateway")
        .AddSystemd().AddPart<Watchdog>("看门狗", "the sign of life to systemd");

    private static IEnumerable<DeviceId> Misbehaving(OpenedEstate estate) => estate.Machine.Alerts.Open
        .Where(alert => alert is { Key.Type: DeviceMisbehaved.Misbehaves, IsActive: true }).Select(alert => alert.Key.Device);
}
