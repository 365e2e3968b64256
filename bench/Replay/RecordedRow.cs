namespace Estate.Bench.Replay;

/// <summary>One row as recorded, and where it stands; lines count from 1.</summary>
internal sealed record RecordedRow(string File, long Line, string Text)
{
    internal IReadOnlyList<string> Cells { get; init; } = [];

    internal RowColumns? Columns { get; init; }

    /// <summary>Whose it is, in the operator's characters.</summary>
    internal string Id { get; init; } = "";

    internal NodaTime.Instant? At { get; init; }

    /// <summary>It is none of the recording's: the mapping's <c>where</c> says so.</summary>
    internal bool IsLeftOut { get; init; }

    /// <summary>Why it cannot be used; null where it can.</summary>
    internal (string Reason, string Detail)? Problem { get; init; }

    /// <summary>What a column or expression says of it; empty where it says nothing.</summary>
    internal string Value(string? spec) => spec is null ? "" : Columns!.Read(spec, this);

    internal double? Number(string? spec) =>
        Domain.Devices.FiniteNumber.TryParse(Value(spec).Trim(), out var number) ? number : null;
}

/// <summary>A row that was not taken, and why.</summary>
internal sealed record RefusedRow(RecordedRow Row, string Reason, string Detail);
