namespace Estate.Gateway.Configuration;

/// <summary>How full by what a sensor measures, in its unit, when empty and when full; either may be the larger.</summary>
internal sealed record FillScale(double Empty, double Full)
{
    /// <summary>So far beyond empty it is no level any more: a bin that was taken away, a broken current loop.</summary>
    private const double BelowEmpty = -0.2;

    /// <summary>0 to 1; more than full is full. Null when the sensor has no value.</summary>
    internal double? ShareOf(double? measured) =>
        (measured - Empty) / (Full - Empty) is { } share and >= BelowEmpty ? Math.Clamp(share, 0, 1) : null;
}
