namespace Estate.Adapters.Storage;

/// <summary>
/// The newest facts of a device, by the index that is sorted by its types: of each as many as are wanted, and of all those the newest.
/// Facts that are not in it yet (<see cref="Settlement"/>) are looked through.
/// </summary>
internal static class NewestFacts
{
    /// <summary>SQL for the numbers of a device's facts from <c>@low</c> to <c>@high</c>.</summary>
    internal const string Between =
        $"""
        SELECT one.n FROM fact_type CROSS JOIN journal_device AS one
          ON one.device = {Device} AND one.type = fact_type.id AND one.n BETWEEN @low AND @high
        UNION ALL SELECT n FROM journal WHERE {IsUnsettled} AND device = {Device} AND n BETWEEN @low AND @high
        """;

    /// <summary>SQL for their numbers, over <c>@device</c>, <c>@before</c> (exclusive) and <c>@limit</c>.</summary>
    internal const string Numbers =
        $"""
        SELECT n FROM (
          SELECT newest.n FROM fact_type CROSS JOIN journal_device AS newest ON newest.device = {Device} AND newest.type = fact_type.id
            AND newest.n IN (
              SELECT n FROM journal_device WHERE device = {Device} AND type = fact_type.id AND n < @before ORDER BY n DESC LIMIT @limit)
          UNION ALL SELECT n FROM journal WHERE {IsUnsettled} AND device = {Device} AND n < @before)
        ORDER BY n DESC LIMIT @limit
        """;

    /// <summary>SQL for the numbers of those of one <c>@type</c>, newest first, over <c>@device</c> and <c>@limit</c>.</summary>
    internal const string OfType =
        $"""
        SELECT n FROM (
          SELECT newest.n FROM fact_type CROSS JOIN journal_device AS newest
            ON fact_type.type = @type AND newest.device = {Device} AND newest.type = fact_type.id AND newest.n IN (
              SELECT n FROM journal_device WHERE device = {Device} AND type = fact_type.id ORDER BY n DESC LIMIT @limit)
          UNION ALL SELECT n FROM journal
          WHERE {IsUnsettled} AND device = {Device} AND type IN (SELECT id FROM fact_type WHERE type = @type))
        ORDER BY n DESC LIMIT @limit
        """;

    /// <summary>SQL for the numbers of all devices' facts of one <c>@type</c>, from <c>@low</c> to <c>@high</c>.</summary>
    internal const string OfTypeBetween =
        $"""
        SELECT one.n FROM fact_type CROSS JOIN device CROSS JOIN journal_device AS one
          ON fact_type.type = @type AND one.device = device.id AND one.type = fact_type.id AND one.n BETWEEN @low AND @high
        UNION ALL SELECT n FROM journal
          WHERE {IsUnsettled} AND n BETWEEN @low AND @high AND type IN (SELECT id FROM fact_type WHERE type = @type)
        """;

    private const string Device = "(SELECT id FROM device WHERE name = @device)";

    private const string IsUnsettled = "n > (SELECT fact FROM settled)";
}
