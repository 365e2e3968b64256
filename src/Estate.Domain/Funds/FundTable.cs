using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Estate.Domain.Approvals;
using Estate.Domain.Devices;

namespace Estate.Domain.Funds;

/// <summary>What came in of the estate's common property in a quarter, and what it was spent for (公共收益).</summary>
/// <param name="Quarter">Such as <c>2026-Q3</c>.</param>
/// <param name="OpeningCents">What was there before, in cents (分).</param>
public sealed record FundTable(string Id, string Quarter, long OpeningCents, ImmutableArray<FundRow> Rows) : IProposal
{
    public string Author { get; init; } = "";

    [JsonIgnore]
    public long IncomeCents => Rows.Sum(row => row.IncomeCents);

    [JsonIgnore]
    public long ExpenseCents => Rows.Sum(row => row.ExpenseCents);

    [JsonIgnore]
    public long ClosingCents => Rows.Length == 0 ? OpeningCents : Rows[^1].BalanceCents;
}

/// <summary>A line of the table: what came in or went out, and what was there then. Amounts in cents (分).</summary>
/// <param name="Project">It was spent for, by its id; empty for none.</param>
public sealed record FundRow(Text Item, long IncomeCents, long ExpenseCents, long BalanceCents, string Project);
