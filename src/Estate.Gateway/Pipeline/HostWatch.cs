using Estate.Adapters.Storage;
using Estate.Domain.Alerts;
using Estate.Domain.Devices;

namespace Estate.Gateway.Pipeline;

/// <summary>Says what is wrong with the gateway itself, once each way, so that it becomes an alert like any other.</summary>
internal sealed class HostWatch(Health health, EstateLoop loop, EstateStore store, GatewayClock clock) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <summary>Somebody must look for it, and nothing reports that it is over.</summary>
    private static readonly TimeSpan ErrorIsReportedFor = TimeSpan.FromDays(1);

    private readonly Dictionary<string, bool> _said = [];
    private (InternalError? Last, long At) _mistake;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock.Time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            health.Missing = store.Missing;
            Say(AlertPolicy.BrokerLost, Severity.High, health.Broker.IsReady ? null : Text.Same(health.Broker.Reason),
                new("与设备的连接中断", "No connection to the devices"));
            Say("storage_failed", Severity.High, Same(health.StorageNow(clock.Time)),
                new("存储故障：什么都没有保存", "The disk fails: nothing is kept"));
            Say("storage_damaged", Severity.High, Same(health.Damage),
                new("数据库损坏：请恢复最近的备份", "The database is damaged: bring back the last backup"));
            Say("store_conflict", Severity.High, store.Conflicts == 0 ? null : Conflicts(store.Conflicts),
                new("同一编号被用于不同的事件", "One number was used for two events"));
            Say("series_behind", Severity.Low, health.Series is { IsConfigured: true, Problem: not null, Whole: { } wrong } ? wrong : null,
                new("时序数据库不可用", "The time-series server is away"));
            Say("pins_failed", Severity.Medium, Same(health.Wires), new("本机接线故障", "A wire of this computer cannot be used"));
            Say("backup_late", Severity.Medium, Same(health.Backup), new("夜间备份有问题", "The nightly backup is not in order"));
            Say("internal_error", Severity.High, MistakeNow(),
                new("网关自身出错：有内容未能保存", "A mistake of ours: something could not be kept"));
            Say("part_failed", Severity.Medium, health.Failing, new("网关有一部分出错，正在重来", "A part of the gateway failed and begins again"));
            Say("codec_stopped", Severity.Medium, Same(health.StoppedCodecs),
                new("厂家解码程序反复出错，已停用", "A maker's codec failed again and again and is stopped"));
            Say("orders_not_sent", Severity.High, Same(health.UnsentOrders),
                new("设备收不到指令", "Orders do not reach their device"));
            Say("clock_untrusted", Severity.Low, clock.Trust == ClockTrust.Unknown ? Text.Same("") : null,
                new("时钟未校准", "The clock is not set"));
        }
    }

    private Text? MistakeNow()
    {
        if (health.InternalError != _mistake.Last)
            _mistake = (health.InternalError, clock.Time.GetTimestamp());
        return _mistake.Last is { } last && clock.Time.GetElapsedTime(_mistake.At) < ErrorIsReportedFor ? last.Words : null;
    }

    private static Text Conflicts(long count) => new(
        $"已存的编号又被用了 {count} 次，第二次没有再记：请把日志发给维护人员", $"{count} times something came under an id the store had already, and was not written "
            + "again: send the log to who maintains the gateway");

    private static Text? Same(string? problem) => problem is null ? null : Text.Same(problem);

    private void Say(string type, Severity severity, Text? problem, Text title)
    {
        var isWrong = problem is not null;
        // Also the first time, well or not: an alert from before the restart may be over.
        if (_said.TryGetValue(type, out var said) && said == isWrong)
            return;
        var condition = new Condition(type, "", severity, isWrong, title) { Value = problem is { En: "" } ? null : problem };
        if (loop.Offer(new SignalMessage(new HostReport(condition, clock.Now))))
            _said[type] = isWrong;
    }
}
