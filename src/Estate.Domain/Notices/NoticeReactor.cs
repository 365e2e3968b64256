using System.Globalization;
using Estate.Domain.Approvals;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Notices;

/// <summary>The committee's notices: written by one member, withdrawn and put back by any.</summary>
public sealed class NoticeReactor : IReactor
{
    private const int MaxTitle = 100, MaxBody = 2_000, MaxAtOnce = 20;
    private static readonly Duration Longest = Duration.FromDays(92), FarthestAhead = Duration.FromDays(92);

    /// <summary>Under whose name notices are journaled.</summary>
    public static readonly DeviceId JournalId = new("desk", "notices");

    /// <summary>The facts it is made again from.</summary>
    public static readonly IReadOnlyList<Type> RecoversFrom = [
        typeof(NoticePublished), typeof(NoticeWithdrawn), typeof(NoticeRestored), typeof(NoticeTold)];

    private readonly Dictionary<string, NoticeStanding> _notices = [];
    private int _last;

    /// <summary>All notices, the newest first.</summary>
    public IReadOnlyList<NoticeStanding> All =>
        [.. _notices.Values.OrderByDescending(one => one.Notice.From).ThenByDescending(one => one.Notice.Id.Length)
            .ThenByDescending(one => one.Notice.Id, StringComparer.Ordinal)];

    public NoticeStanding? Find(string id) => _notices.GetValueOrDefault(id);

    /// <param name="facts">Of <see cref="JournalId"/>, the newest first.</param>
    public void Restore(IReadOnlyCollection<Fact> facts)
    {
        // Also of those whose own line was damaged: a number is never used twice.
        _last = Proposals.HighestNumber(facts.OfType<NoticeFact>().Select(fact => fact.Notice));
        foreach (var fact in facts.OfType<NoticeFact>().Reverse())
            if (fact is NoticePublished published)
                _notices[fact.Notice] = new(published.Content);
            else if (_notices.TryGetValue(fact.Notice, out var known))
                _notices[fact.Notice] = known.With(fact);
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
            case PublishNotice publish:
                Publish(publish.Notice, by, now, effects);
                return true;
            case WithdrawNotice withdraw:
                Turn(withdraw.Notice, isWithdrawn: true, new NoticeWithdrawn(JournalId, effects.Time, withdraw.Notice, by), effects);
                return true;
            case RestoreNotice restore:
                Turn(restore.Notice, isWithdrawn: false, new NoticeRestored(JournalId, effects.Time, restore.Notice, by), effects);
                return true;
            case NoteNoticeTold { Notice: var id }:
                if (_notices.GetValueOrDefault(id) is { IsTold: false })
                    Record(new NoticeTold(JournalId, effects.Time, id), "noted", new("已记录", "Recorded"), effects);
                return true;
            default:
                return false;
        }
    }

    private void Publish(Notice notice, string by, Instant now, Effects effects)
    {
        if (CommitteeTerms.ClockProblem(effects.Now) is var (reason, unset))
            effects.Refuse(JournalId, reason, unset);
        else if (FirstError(notice, now) is { } mistake)
            effects.Refuse(JournalId, "bad_notice", mistake);
        else if (HasRoom(now, effects))
            Keep(notice, by, now, effects);
    }

    private void Keep(Notice notice, string by, Instant now, Effects effects)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"notice-{++_last}");
        var kept = notice with { Id = id, Author = by, From = Instant.Max(notice.From, now) };
        _notices[id] = new(kept);
        effects.Remember(() => _notices.Remove(id));
        effects.Record(new NoticePublished(JournalId, effects.Time, id, kept));
        effects.Answer = new("published", new("已发布", "Published"), []) { Detail = id };
    }

    /// <summary>Withdrawn, or put back; refused where it is so already, or over.</summary>
    private void Turn(string id, bool isWithdrawn, NoticeFact fact, Effects effects)
    {
        if (_notices.GetValueOrDefault(id) is not { } one)
            effects.Refuse(JournalId, "no_such_notice", new Text($"没有通知 {id}", $"there is no notice {id}"));
        else if (one.IsOverAt(effects.Now.At))
            effects.Refuse(JournalId, "notice_over", new Text("这条通知已过期", "this notice is over"));
        else if (one.IsWithdrawn == isWithdrawn)
            effects.Refuse(JournalId, "nothing_changed", isWithdrawn
                ? new Text("这条通知已经撤下了", "this notice is withdrawn already") : new Text("这条通知没有撤下", "this notice is not withdrawn"));
        else if (isWithdrawn || HasRoom(effects.Now.At, effects))
            Record(
                fact, isWithdrawn ? "withdrawn" : "restored",
                isWithdrawn ? new("已撤下，可以恢复", "Withdrawn; it can be put back") : new("已恢复", "Put back"), effects);
    }

    private bool HasRoom(Instant now, Effects effects)
    {
        if (_notices.Values.Count(one => !one.IsWithdrawn && !one.IsOverAt(now)) < MaxAtOnce)
            return true;
        effects.Refuse(JournalId, "too_many_notices", new Text(
            $"同时最多 {MaxAtOnce} 条通知，请先撤下一些", $"at most {MaxAtOnce} notices at a time; withdraw some first"));
        return false;
    }

    private static Text? FirstError(Notice one, Instant now) =>
        IsWrong(one.Title, MaxTitle) ? new($"要有标题，最多 {MaxTitle} 字", $"it needs a title of at most {MaxTitle} letters")
        : IsWrong(one.Body, MaxBody) ? new($"要有正文，最多 {MaxBody} 字", $"it needs a text of at most {MaxBody} letters")
        : one.Until <= one.From || one.Until <= now ? new("结束要晚于开始，并在将来", "it ends after it begins, and in the future")
        : one.Until - Instant.Max(one.From, now) > Longest ? new("最长 92 天", "it is shown for 92 days at most")
        : one.From - now > FarthestAhead ? new("最早提前 92 天", "it begins within 92 days")
        : null;

    private static bool IsWrong(Text text, int most) =>
        string.IsNullOrWhiteSpace(text.Zh) || string.IsNullOrWhiteSpace(text.En) || text.Zh.Length > most || text.En.Length > most;

    private void Record(NoticeFact fact, string result, Text text, Effects effects)
    {
        _notices[fact.Notice] = _notices[fact.Notice].With(fact);
        effects.Remember(() => _notices[fact.Notice] = _notices[fact.Notice].Without(fact));
        effects.Record(fact);
        effects.Answer = new(result, text, []) { Detail = fact.Notice };
    }
}
