using System.Globalization;
using Estate.Domain.Approvals;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.People;

/// <summary>
/// Puts the committee's questions to the households and counts. A tick is recorded as "this household ticked", the choice only as
/// one more in a count, so that nobody can say who chose what.
/// </summary>
/// <param name="knows">Whether there is such a household.</param>
public sealed class PollReactor(int households, Func<string, bool> knows) : IReactor
{
    /// <summary>Under whose name polls are journaled.</summary>
    public static readonly DeviceId JournalId = new("desk", "polls");

    /// <summary>The facts it is made again from.</summary>
    public static readonly IReadOnlyList<Type> RecoversFrom = [
        typeof(PollProposed), typeof(PollApproved), typeof(PollWithdrawn), typeof(HouseholdTicked), typeof(TickUndone),
        typeof(PollClosed), typeof(PollDrafted)];

    private readonly Dictionary<string, PollStanding> _polls = [];
    private readonly RecentTicks _recent = new();
    private int _last;

    /// <summary>All polls, the newest first.</summary>
    public IReadOnlyList<PollStanding> Polls => [.. _polls.Values.OrderByDescending(one => one.Poll.Opens)];

    private Proposals<Poll> Pending => new([.. _polls.Values.Where(one => one.IsPending).Select(one => one.Poll)], _last);

    public PollStanding? Find(string id) => _polls.GetValueOrDefault(id);

    /// <summary>How long a household can still take its tick back; null where it cannot.</summary>
    public Duration? TimeToUndo(string poll, string household, Duration uptime) => _recent.TimeLeft(poll, household, uptime);

    /// <param name="facts">Of <see cref="JournalId"/>, in any order.</param>
    /// <param name="tallies">As they were saved.</param>
    public void Restore(IReadOnlyCollection<Fact> facts, IReadOnlyDictionary<string, PollTally> tallies)
    {
        // Also of those whose own line was damaged: a number is never used twice.
        _last = Proposals.HighestNumber(facts.OfType<PollFact>().Select(fact => fact.Poll));
        foreach (var proposed in facts.OfType<PollProposed>())
        {
            var tally = tallies.GetValueOrDefault(proposed.Poll);
            _polls[proposed.Poll] = new(proposed.Content)
            { Counts = tally?.Counts ?? PollStanding.None(proposed.Content), Words = tally?.Words ?? [] };
        }
        foreach (var fact in facts.OfType<PollFact>())
            if (_polls.TryGetValue(fact.Poll, out var known))
                _polls[fact.Poll] = known.With(fact);
        foreach (var poll in facts.OfType<PollFact>().GroupBy(fact => fact.Poll))
            if (_polls.TryGetValue(poll.Key, out var known))
                _polls[poll.Key] = known.WithTicks(poll);
    }

    public void React(Fact fact, Effects effects)
    {
    }

    public bool TryHandle(IRequest request, string by, Instant now, Effects effects)
    {
        switch (request)
        {
            case ProposePoll propose:
                Propose(propose.Poll, by, effects);
                return true;
            case ApprovePoll approve:
                if (Pending.FindApprovable(approve.Poll, JournalId, effects) is not null)
                    Record(new PollApproved(JournalId, effects.Time, approve.Poll, by), "approved",
                        new("已批准，到时自动开始", "Approved; it opens by itself"), effects);
                return true;
            case WithdrawPoll withdraw:
                if (Pending.Find(withdraw.Poll, JournalId, effects) is not null)
                {
                    Record(new PollWithdrawn(JournalId, effects.Time, withdraw.Poll, by), effects);
                    effects.Answer = Proposals.Withdrawn(withdraw.Poll);
                }
                return true;
            case TickPoll tick:
                Tick(tick, now, effects);
                return true;
            case UndoTick undo:
                Undo(undo, now, effects);
                return true;
            case NotePollDraft { Poll: var id } note when _polls.GetValueOrDefault(id) is { Result.IsAccepted: true, Draft: null }:
                Record(new PollDrafted(JournalId, effects.Time, id, note.Proposal), "noted", new("已记录", "Recorded"), effects);
                return true;
            case NotePollDraft:
                return true;
            default:
                return false;
        }
    }

    public void Tick(Instant now, Effects effects)
    {
        _recent.Seal(effects.Now.Uptime, id => _polls.GetValueOrDefault(id) is not { Result: null } one || one.Poll.Closes <= now);
        // Not by a clock that was never set.
        if (effects.Now.Clock == ClockTrust.Unknown)
            return;
        foreach (var (id, one) in _polls.Where(pair =>
                pair.Value.IsApproved && pair.Value.Result is null && pair.Value.Poll.Closes <= now).ToList())
            Record(new PollClosed(JournalId, effects.Time, id, one.Poll.ResultOf(one.Counts, one.Turnout, households)), effects);
    }

    private void Propose(Poll poll, string by, Effects effects)
    {
        if (PollTerms.Problem(poll, effects.Now, households) is var (reason, text))
        {
            effects.Refuse(JournalId, reason, text);
            return;
        }
        if (!Pending.HasRoom(JournalId, effects))
            return;
        var id = string.Create(CultureInfo.InvariantCulture, $"poll-{++_last}");
        var proposed = poll with { Id = id, Author = by };
        _polls[id] = new(proposed) { Counts = PollStanding.None(proposed) };
        effects.Remember(() => _polls.Remove(id));
        effects.Record(new PollProposed(JournalId, effects.Time, id, proposed));
        effects.Answer = Proposals.Proposed(id);
    }

    private void Tick(TickPoll tick, Instant now, Effects effects)
    {
        if (effects.Now.Clock == ClockTrust.Unknown)
            effects.Refuse(JournalId, "clock_unknown", new Text("时钟未校准，暂不能打钩", "the clock is not set, so that nobody can tick now"));
        else if (_polls.GetValueOrDefault(tick.Poll) is not { IsApproved: true, Result: null } one || !one.Poll.IsOpenAt(now))
            effects.Refuse(JournalId, "not_open", new Text("现在不能打钩：还没开始或已结束", "This poll is not open now"));
        else if (PollTerms.Problem(tick, one.Poll) is var (reason, text))
            effects.Refuse(JournalId, reason, text);
        else if (!knows(tick.Household))
            effects.Refuse(JournalId, "no_such_household", new Text("没有登记这户", "This household is not registered"));
        else if (one.HasTicked(tick.Household))
            effects.Refuse(JournalId, "already_ticked", new Text("您家已经打过钩了，每户一次", "Your household has ticked already; each does once"));
        else
            Count(tick, one, effects);
    }

    private void Count(TickPoll tick, PollStanding one, Effects effects)
    {
        // The choice leaves these lines as counts only.
        var choice = new Choice(tick.Options, tick.Words.ReplaceLineEndings(" ").Trim(), tick.Channel);
        _polls[tick.Poll] = one.With(choice);
        effects.Remember(() => _polls[tick.Poll] = _polls[tick.Poll].Without(choice));
        effects.Add(new TallySaved(_polls[tick.Poll].Tally));
        _recent.Add(tick.Poll, tick.Household, choice, effects.Now.Uptime);
        effects.Remember(() => _recent.Remove(tick.Poll, tick.Household));
        Record(new HouseholdTicked(JournalId, effects.Time, tick.Poll, tick.Household, tick.Channel), "ticked",
            new("已打钩，谢谢。10 分钟内可以撤回", "Your tick is counted, thank you. For ten minutes you can take it back"), effects);
    }

    private void Undo(UndoTick undo, Instant now, Effects effects)
    {
        if (_polls.GetValueOrDefault(undo.Poll) is not { IsApproved: true, Result: null } one || !one.Poll.IsOpenAt(now)
            || !one.HasTicked(undo.Household) || _recent.ChoiceOf(undo.Poll, undo.Household, effects.Now.Uptime) is not { } choice
            || (undo.IsAtDesk && choice.Channel != TickPoll.Desk))
        {
            effects.Refuse(JournalId, "sealed",
                new Text("撤不回了：打钩 10 分钟后或投票结束时就封存", "It is sealed: ten minutes after the tick, or when the poll ends"));
            return;
        }
        var before = _recent.TimeLeft(undo.Poll, undo.Household, effects.Now.Uptime)!.Value;
        var tickedAt = effects.Now.Uptime + before - SecondThoughts.Last;
        _recent.Remove(undo.Poll, undo.Household);
        _polls[undo.Poll] = one.Without(choice);
        effects.Remember(() =>
        {
            _polls[undo.Poll] = _polls[undo.Poll].With(choice);
            _recent.Add(undo.Poll, undo.Household, choice, tickedAt);
        });
        effects.Add(new TallySaved(_polls[undo.Poll].Tally));
        Record(new TickUndone(JournalId, effects.Time, undo.Poll, undo.Household), "undone",
            new("已撤回，可以重新打钩", "Taken back; you may tick again"), effects);
    }

    private void Record(PollFact fact, string result, Text text, Effects effects)
    {
        Record(fact, effects);
        effects.Answer = new(result, text, []) { Detail = fact.Poll };
    }

    private void Record(PollFact fact, Effects effects)
    {
        _polls[fact.Poll] = _polls[fact.Poll].With(fact);
        effects.Remember(() => _polls[fact.Poll] = _polls[fact.Poll].Without(fact));
        effects.Record(fact);
    }
}
