using System.Globalization;
using Estate.Domain.Approvals;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Visits;

/// <summary>
/// Visits to households: noted by volunteers whom the committee named, seen by who made them and by the one who keeps the log, and
/// forgotten.
/// </summary>
/// <param name="knows">Whether there is such a household.</param>
/// <param name="kept">For how long the journal keeps households.</param>
public sealed class VisitReactor(Func<string, bool> knows, Duration kept) : IReactor
{
    /// <summary>What stands where a household was, in the journal.</summary>
    private const string Erased = "erased";

    /// <summary>Under whose name visits are journaled.</summary>
    public static readonly DeviceId JournalId = new("desk", "visits");

    /// <summary>The facts it is made again from.</summary>
    public static readonly IReadOnlyList<Type> RecoversFrom =
        [typeof(VisitRosterProposed), typeof(VisitRosterApproved), typeof(VisitRosterWithdrawn), typeof(VisitNoted)];

    private readonly List<Visit> _visits = [];
    private Proposals<VisitRoster> _pending = new([], 0);
    private int _last;

    /// <summary>Null until the committee has named somebody: then nobody notes anything.</summary>
    public VisitRoster? Roster { get; private set; }

    public IReadOnlyList<VisitRoster> Pending => _pending.Open;

    /// <summary>Those that somebody may see, the newest first: all for who keeps the log, for others their own.</summary>
    public IReadOnlyList<Visit> VisibleTo(string name) => Roster is not { } roster || !roster.MayNote(name) ? []
        : [.. _visits.Where(one => roster.IsKeeper(name) || string.Equals(one.By, name, StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(one => one.On).ThenByDescending(one => one.At)];

    /// <param name="facts">Of <see cref="JournalId"/>, the newest first.</param>
    public void Restore(IReadOnlyCollection<Fact> facts)
    {
        var all = facts.OfType<VisitFact>().Reverse().ToList();
        var closed = all.Select(fact => (fact as VisitRosterApproved)?.Proposal ?? (fact as VisitRosterWithdrawn)?.Proposal)
            .OfType<string>().ToHashSet();
        var rosters = all.OfType<VisitRosterProposed>().ToDictionary(fact => fact.Proposal, fact => fact.Content);
        _pending = new([.. rosters.Values.Where(one => !closed.Contains(one.Id))], Proposals.HighestNumber(rosters.Keys.Concat(closed)));
        Roster = all.OfType<VisitRosterApproved>().Select(fact => rosters.GetValueOrDefault(fact.Proposal)).LastOrDefault();
        _last = Proposals.HighestNumber(all.OfType<VisitNoted>().Select(fact => fact.Visit));
        _visits.AddRange(all.OfType<VisitNoted>()
            .Where(fact => !fact.Household.StartsWith(Erased, StringComparison.Ordinal)).Select(VisitOf));
    }

    public void React(Fact fact, Effects effects)
    {
    }

    public void Tick(Instant now, Effects effects)
    {
        if (effects.Now.Clock != ClockTrust.Unknown)
            _visits.RemoveAll(one => one.At < now - kept);
    }

    public bool TryHandle(IRequest request, string by, Instant now, Effects effects)
    {
        switch (request)
        {
            case NoteVisit note:
                Note(note, by, effects);
                return true;
            case ProposeVisitRoster propose:
                Propose(propose.Roster, by, effects);
                return true;
            case ApproveVisitRoster approve:
                if (_pending.FindApprovable(approve.Proposal, JournalId, effects) is { } roster)
                    Approve(roster, by, effects);
                return true;
            case WithdrawVisitRoster withdraw:
                if (_pending.Find(withdraw.Proposal, JournalId, effects) is { } one)
                {
                    Close(one, new VisitRosterWithdrawn(JournalId, effects.Time, one.Id, by), effects);
                    effects.Answer = Proposals.Withdrawn(one.Id);
                }
                return true;
            default:
                return false;
        }
    }

    private void Note(NoteVisit note, string by, Effects effects)
    {
        if (Roster?.MayNote(by) != true)
            effects.Refuse(JournalId, "not_a_volunteer", new Text(
                "只有业委会指定的志愿者可以登记走访", "only volunteers whom the committee named note visits"));
        else if (VisitTerms.Problem(note, effects.Now, knows) is var (reason, text))
            effects.Refuse(JournalId, reason, text);
        else
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"visit-{++_last}");
            var fact = new VisitNoted(
                JournalId, effects.Time, id, note.Household, new(note.Purpose, note.Consent, note.On, note.Next), note.Words.Trim(), by);
            _visits.Add(VisitOf(fact));
            effects.Remember(() => _visits.RemoveAll(one => one.Id == id));
            effects.Record(fact);
            effects.Answer = new("noted", new("已登记走访", "The visit is noted"), []) { Detail = id };
        }
    }

    private void Propose(VisitRoster roster, string by, Effects effects)
    {
        if (VisitTerms.Problem(roster) is var (reason, text))
            effects.Refuse(JournalId, reason, text);
        else if (_pending.HasRoom(JournalId, effects))
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"roster-{_pending.Next}");
            var proposed = roster with { Id = id, Author = by };
            _pending = _pending.Add(proposed);
            effects.Remember(() => _pending = _pending.Without(id));
            effects.Record(new VisitRosterProposed(JournalId, effects.Time, id, proposed));
            effects.Answer = Proposals.Proposed(id);
        }
    }

    private void Approve(VisitRoster roster, string by, Effects effects)
    {
        var before = Roster;
        Roster = roster;
        effects.Remember(() => Roster = before);
        Close(roster, new VisitRosterApproved(JournalId, effects.Time, roster.Id, by), effects);
        effects.Answer = new("approved", new("已批准", "Approved"), []) { Detail = roster.Id };
    }

    private void Close(VisitRoster roster, VisitFact fact, Effects effects)
    {
        _pending = _pending.Without(roster.Id);
        effects.Remember(() => _pending = _pending.PutBack(roster));
        effects.Record(fact);
    }

    private static Visit VisitOf(VisitNoted fact) => new(
        fact.Visit, fact.Household, fact.Details.Purpose, fact.Details.Consent, fact.Words, fact.Details.On, fact.Details.Next, fact.By)
    {
        At = fact.Time.At,
    };
}
