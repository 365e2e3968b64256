using System.Globalization;
using Estate.Adapters.Influx;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Cli.Doctor;

/// <summary>What the time-series server takes and does not keep, and whether it counts a line once that comes twice.</summary>
internal static class ServerLimitsCheck
{
    /// <summary>A server that keeps less than a year cannot compare this season with the last.</summary>
    private static readonly Duration Enough = Duration.FromDays(365);

    internal static async Task<Finding> AskAsync(InfluxTarget target, HttpMessageHandler handler, CancellationToken stop)
    {
        var knows = new Text($"{target.Url.Authority} 正常，认识我们", $"{target.Url.Authority} knows us and has {target.Database}");
        try
        {
            return Of(target, knows, await ServerLimitsProbe.AskAsync(target, handler, stop));
        }
        catch (IOException silent)
        {
            var unseen = new Text($"；看不到它的设置（{silent.Message}）", $"; its settings cannot be seen: {silent.Message}");
            return new(Level.Warn, Join(knows, unseen), Seen(target));
        }
    }

    private static Finding Of(InfluxTarget target, Text knows, ServerLimits limits)
    {
        var said = Join(knows, Refused(limits));
        return limits.Counts switch
        {
            RepeatCount.Twice => new(
                Level.Wrong, new($"{target.Url.Authority} 会把重发的数据算两次", $"{target.Url.Authority} counts twice what is sent twice"),
                new($"启动参数加上 {SeriesServers.CountOnce}，不多也不少，再重启它", $"start it with {SeriesServers.CountOnce}, no more and no less")),
            RepeatCount.Unknown => new(Level.Warn, said, Seen(target)),
            _ => limits.Keeps < Enough && target.Dialect == InfluxDialect.VictoriaMetrics
                ? new(Level.Warn, said, new("要留得更久，启动参数加上 -retentionPeriod=10y", "to keep more, start it with -retentionPeriod=10y"))
                : new(Level.Ok, said),
        };
    }

    private static Text Seen(InfluxTarget target) => target.Dialect == InfluxDialect.VictoriaMetrics
        ? new($"自己看一下它的启动参数里有没有 {SeriesServers.CountOnce}", $"see to it that it is started with {SeriesServers.CountOnce}")
        : new("检查令牌的权限", "check what the token may read");

    /// <summary>What it answers like any other and does not store.</summary>
    private static Text Refused(ServerLimits limits)
    {
        var (keeps, ahead) = (Days(limits.Keeps), Days(limits.Ahead));
        return keeps is null && ahead is null ? new("", "")
            : ahead is null ? new($"；它不留 {keeps} 天以前的数据", $"; it keeps nothing older than {keeps} days")
            : new($"；它不收 {keeps} 天以前和 {ahead} 天以后的数据", $"; it stores nothing older than {keeps} days or more than {ahead} days ahead");
    }

    private static Text Join(Text one, Text other) => new(one.Zh + other.Zh, one.En + other.En);

    private static string? Days(Duration? time) => time?.TotalDays.ToString("0.#", CultureInfo.InvariantCulture);
}
