namespace Estate.Adapters.Chips;

/// <summary>A sensor that is asked again and again; it throws whatever its library throws.</summary>
internal interface ISensorChip : IDisposable
{
    /// <summary>In its model's unit; null when it works and yet has no value, such as nothing within its range.</summary>
    double? Measure();

    /// <summary>Its own noise lets no two values in a row be exactly alike for long: one that stays the same comes of no sensor.</summary>
    bool IsNoisy => false;
}
