using System.Globalization;
using Estate.Domain.Charging;
using Estate.Domain.Devices;
using Estate.Web.Shared.Charts;
using NodaTime;

namespace Estate.Web.Charging;

/// <summary>The power of the session that is on, from its start to now; where nothing was heard there is a gap.</summary>
internal static class PowerChart
{
    /// <summary>A phone shows no more, and twenty of them are on a charger's page.</summary>
    private const int MostPoints = 64;

    internal static Chart Of(ChargeSession session, int socket, DateTimeZone zone)
    {
        var (start, curve) = ((session.StartedAt ?? session.AskedAt).InZone(zone).LocalDateTime, session.Curve.Closed());
        var each = (curve.Watts.Length + MostPoints - 1) / MostPoints;
        var watts = curve.Watts.Chunk(Math.Max(1, each)).Select(some => some.Average()).ToList();
        var stepS = (long)curve.StepS * Math.Max(1, each);
        return new(
            string.Create(CultureInfo.InvariantCulture, $"power-{socket}"), new("功率", "Power"), new("时间", "Time"),
            TimeSlots.Of([.. watts.Select((_, slot) => start.PlusSeconds(slot * stepS))], stepS),
            [new(new("功率", "Power"), Text.Same("W"), watts)])
        {
            Nothing = new("刚开始，还没有数据", "It has just begun, no data yet"),
        };
    }
}
