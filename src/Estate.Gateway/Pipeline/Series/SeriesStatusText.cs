using Estate.Adapters.Influx;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Gateway.Pipeline.Series;

/// <summary>
/// Says in words how the time series stand: since when the server is away and for how long there is room, or what is still to be sent.
/// </summary>
internal sealed class SeriesStatusText(SeriesSources sources, JournalCursor lane, BacklogSender drain, GatewayClock clock)
{
    internal static readonly SeriesHealth NotConfigured = new(
        new Text("没有配置时序数据库", "not configured: no time series are kept"), IsConfigured: false);

    private readonly DateTimeZone _zone = sources.Model.Programme.Zone;
    private Instant? _awaySince;
    private (Instant At, long Sent)? _draining;

    internal SeriesHealth After(WriteReport report)
    {
        if (report.Problem is not { } problem)
        {
            _awaySince = null;
            return new(null, Rest());
        }
        _awaySince ??= clock.Now;
        _draining = null;
        var what = report.NeedsPerson ? "时序数据库拒绝写入，请检查令牌和数据库名" : "时序数据库没有应答";
        return new(new Text($"{what}（{problem}）", problem), Away(_awaySince.Value));
    }

    private Text Away(Instant since)
    {
        var oldest = Instant.Min(
            lane.Oldest() ?? since, sources.Buffer.Spill.Oldest is { } file ? Instant.FromDateTimeOffset(file) : since);
        var (hours, minutes) = (HoursLeft(), Lines() / sources.Model.Series.BacklogPerS / 60);
        return new(
            $"自 {Time(since)} 起中断，最早未送的是 {Time(oldest)}，还能存约 {hours} 小时，恢复后约 {minutes + 1} 分钟补齐",
            $"away since {Time(since)}, the oldest not sent is of {Time(oldest)}, room for about {hours} more hours, drained in about "
                + $"{minutes + 1} min once it answers");
    }

    private Text? Rest()
    {
        if (drain.IsEmpty)
        {
            _draining = null;
            return null;
        }
        _draining ??= (clock.Now, drain.Sent);
        var (lines, taken) = (Lines(), clock.Now - _draining.Value.At);
        var perSecond = Math.Max(
            1, taken > Duration.FromSeconds(5) ? (drain.Sent - _draining.Value.Sent) / taken.TotalSeconds
            : sources.Model.Series.BacklogPerS);
        var by = Time(clock.Now + Duration.FromSeconds(lines / perSecond) + Duration.FromMinutes(1));
        return new($"还有约 {lines} 个旧数据要补送，{by} 前补齐", $"about {lines} older points are still to be sent, drained by {by}");
    }

    /// <summary>The journal keeps its facts anyway; measurements have their quota of the disk.</summary>
    private long HoursLeft()
    {
        var perHour = sources.Buffer.Bytes / Math.Max(clock.Uptime.TotalHours, 1.0 / 60);
        return (long)Math.Min(sources.Buffer.Spill.Room / Math.Max(perHour, 1), 9_999);
    }

    private long Lines() => lane.Behind + sources.Buffer.Count + (sources.Buffer.Spill.Bytes / Math.Max(1, sources.Buffer.BytesPerLine));

    private string Time(Instant at) => at.InZone(_zone).ToString("MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);
}
