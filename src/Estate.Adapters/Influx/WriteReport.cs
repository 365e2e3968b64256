namespace Estate.Adapters.Influx;

/// <summary>What became of the lines of a batch.</summary>
public sealed record WriteReport(int Stored, IReadOnlyList<string> Rejected, string? Problem)
{
    /// <summary>False when lines were neither stored nor refused one by one: they must be offered again.</summary>
    public bool IsSettled => Problem is null;

    /// <summary>Only a person can fix it.</summary>
    public bool NeedsPerson { get; init; }
}
