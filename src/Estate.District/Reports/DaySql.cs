namespace Estate.District.Reports;

/// <summary>Days of estates as one row each, which all reports are made from.</summary>
internal static class DaySql
{
    /// <summary>Of fewer households nothing is said: they could be known.</summary>
    internal const int FewestTold = 5;

    /// <summary>Protections that cut the power.</summary>
    internal const string Cuts =
        "what IN ('trip/smoke', 'trip/over_temperature', 'trip/short_circuit', 'trip/leakage', 'trip/over_current', 'trip/over_power', "
            + "'trip/over_voltage', 'trip/relay_welded')";

    /// <summary>
    /// <c>d</c>: a row for each estate and day from $2 to before $3; <c>is_told</c> where enough households took part that what they did
    /// may be said.
    /// </summary>
    /// <param name="which">Rows of roll-ups that are looked at.</param>
    internal static string Of(string which) =>
        $"""
        WITH d AS (SELECT *, households >= {FewestTold} AS is_told FROM (
            SELECT site, day, coalesce(sum(count) FILTER (WHERE what = 'household'), 0) AS households,
                coalesce(sum(amount) FILTER (WHERE what = 'waste/wet'), 0) AS wet,
                coalesce(sum(amount) FILTER (WHERE what = 'waste/residual'), 0) AS residual,
                coalesce(sum(count) FILTER (WHERE what = 'award/awarded'), 0) AS awards,
                coalesce(sum(count) FILTER (WHERE {Cuts}), 0) AS trips,
                coalesce(sum(count) FILTER (WHERE what LIKE 'acknowledged/%'), 0) AS acknowledged,
                coalesce(sum(amount) FILTER (WHERE what LIKE 'acknowledged/%'), 0) AS acknowledged_s,
                coalesce(sum(amount) FILTER (WHERE what = 'closing/secured'), 0) AS secured_s,
                coalesce(sum(amount) FILTER (WHERE what = 'closing/scheduled'), 0) AS scheduled_s,
                coalesce(sum(count) FILTER (WHERE what LIKE 'silent/%'), 0) AS silences
            FROM rollup_day WHERE day >= $2 AND day < $3 AND ({which}) GROUP BY site, day) AS one)
        """;
}
