using System.Globalization;
using Estate.Domain.Approvals;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Funds;

/// <summary>One more quarter; another member of the committee must approve it before anybody sees it.</summary>
public sealed record ProposeFundTable(FundTable Table) : IRequest
{
    string IRequest.About => Table.Quarter;
}

public sealed record ApproveFundTable(string Proposal) : IRequest
{
    string IRequest.About => Proposal;
}

public sealed record WithdrawFundTable(string Proposal) : IRequest
{
    string IRequest.About => Proposal;
}

/// <summary>The tables of the estate's common income, a quarter each, each beginning with what the one before ended with.</summary>
/// <param name="isProject">Whether there is such a project.</param>
public sealed class FundReactor(Func<string, bool> isProject) : IReactor
{
    /// <summary>Under whose name tables are journaled.</summary>
    public static readonly DeviceId JournalId = new("desk", "funds");

    /// <summary>The facts it is made again from.</summary>
    public static readonly IReadOnlyList<Type> RecoversFrom =
        [typeof(FundTableProposed), typeof(FundTableApproved), typeof(FundTableWithdrawn)];

    private readonly List<FundTable> _published = [];
    private Proposals<FundTable> _pending = new([], 0);

    /// <summary>The newest quarter first.</summary>
    public IReadOnlyList<FundTable> Published => [.. _published.OrderByDescending(one => one.Quarter, StringComparer.Ordinal)];

    private FundTable? Newest => _published.MaxBy(one => one.Quarter, StringComparer.Ordinal);

    public IReadOnlyList<FundTable> Pending => _pending.Open;

    /// <param name="facts">Of <see cref="JournalId"/>, the newest first.</param>
    public void Restore(IReadOnlyCollection<Fact> facts)
    {
        var all = facts.OfType<FundFact>().Reverse().ToList();
        var closed = all.Where(fact => fact is not FundTableProposed).Select(fact => fact.Proposal).ToHashSet();
        var tables = all.OfType<FundTableProposed>().ToDictionary(fact => fact.Proposal, fact => fact.Content);
        _pending = new(
            [.. tables.Values.Where(one => !closed.Contains(one.Id))], Proposals.HighestNumber(all.Select(fact => fact.Proposal)));
        _published.AddRange(all.OfType<FundTableApproved>().Select(fact => tables.GetValueOrDefault(fact.Proposal)).OfType<FundTable>());
    }

    public void React(Fact fact, Effects effects)
    {
    }

    public void Tick(Instant now, Effects effects)
    {
    }

    public bool TryHandle(IRequest request, string by, Instant now, Effects effects)
    {
        switch (request)
        {
            case ProposeFundTable propose:
                Propose(propose.Table, by, effects);
                return true;
            case ApproveFundTable approve:
                Approve(approve.Proposal, by, effects);
                return true;
            case WithdrawFundTable withdraw:
                if (_pending.Find(withdraw.Proposal, JournalId, effects) is { } one)
                {
                    Close(one, new FundTableWithdrawn(JournalId, effects.Time, one.Id, by), effects);
                    effects.Answer = Proposals.Withdrawn(one.Id);
                }
                return true;
            default:
                return false;
        }
    }

    private void Propose(FundTable table, string by, Effects effects)
    {
        if (FundTerms.Problem(table, Newest, isProject) is var (reason, text))
            effects.Refuse(JournalId, reason, text);
        else if (_pending.HasRoom(JournalId, effects))
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"funds-{_pending.Next}");
            var proposed = table with { Id = id, Author = by };
            _pending = _pending.Add(proposed);
            effects.Remember(() => _pending = _pending.Without(id));
            effects.Record(new FundTableProposed(JournalId, effects.Time, id, proposed));
            effects.Answer = Proposals.Proposed(id);
        }
    }

    private void Approve(string id, string by, Effects effects)
    {
        if (_pending.FindApprovable(id, JournalId, effects) is not { } table)
            return;
        // Another may have been published since.
        if (FundTerms.Problem(table, Newest, isProject) is var (reason, text))
        {
            effects.Refuse(JournalId, reason, text);
            return;
        }
        _published.Add(table);
        effects.Remember(() => _published.Remove(table));
        Close(table, new FundTableApproved(JournalId, effects.Time, id, by), effects);
        effects.Answer = new("approved", new("已批准，已公布", "Approved and published"), []) { Detail = id };
    }

    private void Close(FundTable table, FundFact fact, Effects effects)
    {
        _pending = _pending.Without(table.Id);
        effects.Remember(() => _pending = _pending.PutBack(table));
        effects.Record(fact);
    }
}
