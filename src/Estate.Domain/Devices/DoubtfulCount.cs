namespace Estate.Domain.Devices;

/// <summary>How many of some things are so, beside those of which nobody can say.</summary>
/// <param name="Number">Known to be so.</param>
/// <param name="NotKnown">Of which nobody can say whether they are.</param>
/// <param name="Total">All there are.</param>
public readonly record struct DoubtfulCount(int Number, int NotKnown, int Total)
{
    /// <summary>In place of a number that nobody can tell.</summary>
    public const string Unknown = "--";

    /// <summary>With more than a tenth in doubt the number alone would mislead.</summary>
    public bool IsTellable => Total > 0 && NotKnown * 10 <= Total;

    /// <summary>A nought in doubt is no nought.</summary>
    public bool IsUnknown => !IsTellable && Number == 0;
}
