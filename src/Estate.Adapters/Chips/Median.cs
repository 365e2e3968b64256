namespace Estate.Adapters.Chips;

/// <summary>For distances, whose single measurements scatter.</summary>
internal static class Median
{
    /// <summary>Null when two of three have no value; the mean of two that have.</summary>
    internal static double? OfThree(Func<double?> measure)
    {
        double?[] all = [measure(), measure(), measure()];
        var known = all.OfType<double>().Order().ToList();
        return known switch
        {
            [_, var middle, _] => middle,
            [var one, var other] => (one + other) / 2,
            _ => null,
        };
    }
}
