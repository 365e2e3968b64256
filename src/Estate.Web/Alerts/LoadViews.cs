using Estate.Domain.Alerts;

namespace Estate.Web.Alerts;

/// <summary>A shift's load as JSON.</summary>
internal static class LoadViews
{
    internal static object Json(AlertLoad load) => new
    {
        From = load.Period.Start.ToString(),
        Until = load.Period.End.ToString(),
        Alerts = load.Count,
        load.PerHour,
        load.WorstTenMinutes,
        WorstFrom = load.WorstFrom?.ToString(),
        Floods = load.Floods.Select(one => new { From = one.From.ToString(), Until = one.Until.ToString(), one.Alerts }),
        MostFrequent = load.MostFrequent.Select(one => new { Alert = one.Key.ToString(), one.Count, one.Share }),
        Chattering = load.Chattering.Select(one => one.ToString()),
    };
}
