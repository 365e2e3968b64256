using System.Collections.Immutable;
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
    private const int MaxText = 2_000;
    private static readonly Duration Longest = Duration.FromDays(92);

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
    /// <param name="counts">As they were saved.</param>
    public void Restore(IReadOnlyCollection<Fact> facts, IReadOnlyDictionary<string, ImmutableArray<int>> counts)
    {
        // Also of those whose own line was damaged: a number is never used twice.
        _last = Proposals.HighestNumber(facts.OfType<PollFact>().Select(fact => fact.Poll));
        foreach (var proposed in facts.OfType<PollProposed>())
            _polls[proposed.Poll] = new(
                proposed.Content)
            { Counts = counts.GetValueOrDefault(proposed.Poll, PollStanding.None(proposed.Content)) };
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
            Record(new PollClosed(JournalId, effects.Time, id, new PollResult(one.Counts, households, one.Poll.IsAccepted(one.Counts))),
                effects);
    }

    private void Propose(Poll poll, string by, Effects effects)
    {
        if (Problem(poll, effects.Now) is var (reason, text))
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

    private (string Reason, Text Text)? Problem(Poll poll, ClockReading now) =>
        CommitteeTerms.ClockProblem(now) ?? (FirstError(poll, now.At) is { } mistake ? ("bad_poll", mistake) : null);

    private Text? FirstError(Poll poll, Instant now) =>
        string.IsNullOrWhiteSpace(poll.Title.Zh) || poll.Title.Zh.Length > 100 || poll.Explanation.Zh.Length > MaxText
            ? new($"要有标题（最多 100 字），说明最多 {MaxText} 字", $"a title of at most 100 letters, and at most {MaxText} of explanation")
        : poll.Options.Length is < 2 or > 5 || poll.Options.Any(option => string.IsNullOrWhiteSpace(option.Zh) || option.Zh.Length > 60)
            || poll.Options.Select(option => option.Zh).Distinct().Count() != poll.Options.Length
            ? new("2 到 5 个不同的选项，每个最多 60 字", "2 to 5 different options of at most 60 letters")
        : poll.Closes <= poll.Opens || poll.Closes - poll.Opens > Longest ? new("截止要晚于开始，最长 92 天", "it ends after it opens, within 92 days")
        : poll.Opens < now - Duration.FromDays(1) || poll.Closes <= now ? new("时间要在将来", "it must lie in the future")
        : poll.Quorum < 1 || poll.Quorum > households ? new($"最低参与户数在 1 到 {households} 之间", $"the quorum is 1 to {households} households")
        : poll.Consequence is not null && poll.Quorum * 2 < households
            ? new($"要成为草案的，至少一半住户（{(households + 1) / 2} 户）参与才算数",
            $"where a draft follows, at least half of the households ({(households + 1) / 2}) must take part")
        : null;

    private void Tick(TickPoll tick, Instant now, Effects effects)
    {
        if (effects.Now.Clock == ClockTrust.Unknown)
            effects.Refuse(JournalId, "clock_unknown", new Text("时钟未校准，暂不能打钩", "the clock is not set, so that nobody can tick now"));
        else if (_polls.GetValueOrDefault(tick.Poll) is not { IsApproved: true, Result: null } one || !one.Poll.IsOpenAt(now))
            effects.Refuse(JournalId, "not_open", new Text("现在不能打钩：还没开始或已结束", "This poll is not open now"));
        else if (tick.Option < 0 || tick.Option >= one.Poll.Options.Length)
            effects.Refuse(JournalId, "no_such_option", new Text("没有这个选项", "There is no such option"));
        else if (!knows(tick.Household))
            effects.Refuse(JournalId, "no_such_household", new Text("没有登记这户", "This household is not registered"));
        else if (one.HasTicked(tick.Household))
            effects.Refuse(JournalId, "already_ticked", new Text("您家已经打过钩了，每户一次", "Your household has ticked already; each does once"));
        else
            Count(tick, one, effects);
    }

    private void Count(TickPoll tick, PollStanding one, Effects effects)
    {
        // The choice leaves this line as a count only.
        var counts = one.Counts.SetItem(tick.Option, one.Counts[tick.Option] + 1);
        _polls[tick.Poll] = one with { Counts = counts };
        effects.Remember(() => _polls[tick.Poll] = _polls[tick.Poll].WithoutOneOf(tick.Option));
        effects.Add(new TallySaved(new(tick.Poll, counts)));
        _recent.Add(tick.Poll, tick.Household, tick.Option, effects.Now.Uptime);
        effects.Remember(() => _recent.Remove(tick.Poll, tick.Household));
        Record(new HouseholdTicked(JournalId, effects.Time, tick.Poll, tick.Household, tick.Channel), "ticked",
            new("已打钩，谢谢。10 分钟内可以撤回", "Your tick is counted, thank you. For ten minutes you can take it back"), effects);
    }

    private void Undo(UndoTick undo, Instant now, Effects effects)
    {
        if (_polls.GetValueOrDefault(undo.Poll) is not { IsApproved: true, Result: null } one || !one.Poll.IsOpenAt(now)
            || !one.HasTicked(undo.Household) || _recent.OptionOf(undo.Poll, undo.Household, effects.Now.Uptime) is not { } option)
        {
            effects.Refuse(JournalId, "sealed",
                new Text("撤不回了：打钩 10 分钟后或投票结束时就封存", "It is sealed: ten minutes after the tick, or when the poll ends"));
            return;
        }
        var before = _recent.TimeLeft(undo.Poll, undo.Household, effects.Now.Uptime)!.Value;
        var tickedAt = effects.Now.Uptime + before - SecondThoughts.Last;
        _recent.Remove(undo.Poll, undo.Household);
        _polls[undo.Poll] = one.WithoutOneOf(option);
        effects.Remember(() =>
        {
            var counts = _polls[undo.Poll].Counts;
            _polls[undo.Poll] = _polls[undo.Poll] with { Counts = counts.SetItem(option, counts[option] + 1) };
            _recent.Add(undo.Poll, undo.Household, option, tickedAt);
        });
        effects.Add(new TallySaved(new(undo.Poll, _polls[undo.Poll].Counts)));
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
