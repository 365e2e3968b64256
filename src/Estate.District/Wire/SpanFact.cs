namespace Estate.District.Wire;

/// <summary>A fact of an estate's journal, as it is stored; times in UTC.</summary>
internal sealed record SpanFact(long N, DateTime At, DateTime ReceivedAt, string Device, string Slice, string Type)
{
    /// <summary>JSON.</summary>
    public required string Body { get; init; }
}

/// <summary>A fact that cannot be stored: what of it there is, and why; it is set aside, and those beside it go on.</summary>
internal sealed record BadFact(long N, string Reason, string Raw);
