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

    internal const string Households = "households";

    /// <summary>What a day has: of which rows of roll-ups, and of them how many or how much.</summary>
    private static readonly Dictionary<string, (string Which, string Summed)> Columns = new()
    {
        [Households] = ("what = 'household'", "count"),
        ["wet"] = ("what = 'waste/wet'", "amount"),
        ["residual"] = ("what = 'waste/residual'", "amount"),
        ["awards"] = ("what = 'award/awarded'", "count"),
        ["trips"] = (Cuts, "count"),
        ["acknowledged"] = ("what LIKE 'acknowledged/%'", "count"),
        ["acknowledged_s"] = ("what LIKE 'acknowledged/%'", "amount"),
        ["secured_s"] = ("what = 'closing/secured'", "amount"),
        ["scheduled_s"] = ("what = 'closing/scheduled'", "amount"),
        ["silences"] = ("what LIKE 'silent/%'", "count"),
        ["stuck"] = ("what = 'standstill/stuck'", "count"),
        ["turnout"] = ("what = 'poll/turnout'", "amount"),
        ["polled"] = ("what = 'poll/households'", "amount"),
        ["satisfied"] = ("what = 'poll/satisfied'", "amount"),
        ["graded"] = ("what = 'poll/graded'", "amount"),
    };

    internal static IEnumerable<string> All => Columns.Keys;

    /// <summary>
    /// <c>d</c>: a row for each estate and day from $2 to before $3, with these columns; and <c>is_told</c>, where enough households took
    /// part that what they did may be said.
    /// </summary>
    /// <param name="where">Which estates; nothing: all of them.</param>
    internal static string Of(IEnumerable<string> columns, string where = "")
    {
        var all = columns.Append(Households).Distinct().Select(name => (Name: name, Columns[name].Which, Columns[name].Summed)).ToList();
        var sums = all.Select(one => $"coalesce(sum({one.Summed}) FILTER (WHERE {one.Which}), 0) AS {one.Name}");
        return $"""
            WITH d AS (SELECT *, {Households} >= {FewestTold} AS is_told FROM (
                SELECT site, day, {string.Join(", ", sums)} FROM rollup_day WHERE day >= $2 AND day < $3
                    AND ({string.Join(" OR ", all.Select(one => one.Which).Distinct())}) {where} GROUP BY site, day) AS one)
            """;
    }
}
