namespace Estate.Adapters.Storage;

/// <summary>
/// The newest facts of a device, by the index that is sorted by its types: of each as many as are wanted, and of all those the newest.
/// </summary>
internal static class NewestFacts
{
    /// <summary>SQL for the numbers of a device's facts from <c>@low</c> to <c>@high</c>.</summary>
    internal const string Between =
        $"""
        {Types}
        SELECT one.n FROM types CROSS JOIN fact AS one ON one.device = @device AND one.type = types.type AND one.n BETWEEN @low AND @high
        """;

    /// <summary>SQL for their numbers, over <c>@device</c>, <c>@before</c> (exclusive) and <c>@limit</c>.</summary>
    internal const string Numbers =
        $"""
        {Types}
        SELECT newest.n FROM types CROSS JOIN fact AS newest ON newest.n IN (
          SELECT n FROM fact WHERE device = @device AND type = types.type AND n < @before ORDER BY n DESC LIMIT @limit)
        ORDER BY newest.n DESC LIMIT @limit
        """;

    private const string Types =
        """
        WITH RECURSIVE types(type) AS (
          SELECT min(type) FROM fact WHERE device = @device
          UNION ALL SELECT (SELECT min(type) FROM fact WHERE device = @device AND type > types.type) FROM types WHERE type IS NOT NULL)
        """;
}
