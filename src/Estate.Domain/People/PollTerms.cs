using Estate.Domain.Approvals;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.People;

/// <summary>What a poll must be like to be proposed, and a tick to be counted.</summary>
internal static class PollTerms
{
    /// <summary>Projects of one list.</summary>
    internal const int MostProjects = 15;

    internal const int Grades = 5, MostWords = 200;
    private const int MaxText = 2_000, MostOptions = 5, MostVariants = 10, MostTicks = 10;
    private static readonly Duration Longest = Duration.FromDays(92);

    internal static (string Reason, Text Text)? Problem(Poll poll, ClockReading now, int households) =>
        CommitteeTerms.ClockProblem(now) ?? (FirstError(poll, now.At, households) is { } mistake ? ("bad_poll", mistake) : null);

    internal static (string Reason, Text Text)? Problem(TickPoll tick, Poll poll) =>
        tick.Options.IsDefaultOrEmpty || tick.Options.Any(option => option < 0 || option >= poll.Options.Length)
            || tick.Options.Distinct().Count() != tick.Options.Length
            ? ("no_such_option", new("没有这个选项", "There is no such option"))
        : tick.Options.Length > poll.MostTicks
            ? ("too_many_ticks", new($"最多选 {poll.MostTicks} 个", $"tick {poll.MostTicks} at most"))
        : tick.Words.Length > (poll.HasWords ? MostWords : 0)
            ? ("too_many_words", new($"最多写 {MostWords} 字，只在满意度打钩时写", $"at most {MostWords} letters, and only with a grade"))
        : null;

    private static Text? FirstError(Poll poll, Instant now, int households) =>
        string.IsNullOrWhiteSpace(poll.Title.Zh) || poll.Title.Zh.Length > 100 || poll.Explanation.Zh.Length > MaxText
            ? new($"要有标题（最多 100 字），说明最多 {MaxText} 字", $"a title of at most 100 letters, and at most {MaxText} of explanation")
        : OptionsError(poll) is { } mistake ? mistake
        : poll.Closes <= poll.Opens || poll.Closes - poll.Opens > Longest ? new("截止要晚于开始，最长 92 天", "it ends after it opens, within 92 days")
        : poll.Opens < now - Duration.FromDays(1) || poll.Closes <= now ? new("时间要在将来", "it must lie in the future")
        : poll.Quorum < 1 || poll.Quorum > households ? new($"最低参与户数在 1 到 {households} 之间", $"the quorum is 1 to {households} households")
        : poll.Consequence is not null && poll.Quorum * 2 < households
            ? new($"要成为草案的，至少一半住户（{(households + 1) / 2} 户）参与才算数",
            $"where a draft follows, at least half of the households ({(households + 1) / 2}) must take part")
        : null;

    private static Text? OptionsError(Poll poll)
    {
        var (least, most) = poll.Kind switch
        {
            PollKind.List => (2, MostProjects),
            PollKind.Variants => (2, MostVariants),
            PollKind.Satisfaction => (Grades, Grades),
            _ => (2, MostOptions),
        };
        return poll.Options.Length < least || poll.Options.Length > most
            || poll.Options.Any(option => string.IsNullOrWhiteSpace(option.Zh) || option.Zh.Length > 60)
            || poll.Options.Select(option => option.Zh).Distinct().Count() != poll.Options.Length
            ? poll.Kind == PollKind.List
                ? new($"一张清单 {least} 到 {most} 个不同的项目，这里有 {poll.Options.Length} 个",
                $"a list has {least} to {most} different projects, this one {poll.Options.Length}")
                : new($"{least} 到 {most} 个不同的选项，每个最多 60 字", $"{least} to {most} different options of at most 60 letters")
        : poll.MostTicks < 1 || poll.MostTicks > Math.Min(MostTicks, poll.Options.Length)
            ? new($"每户最多选 1 到 {Math.Min(MostTicks, poll.Options.Length)} 个",
            $"a household ticks 1 to {Math.Min(MostTicks, poll.Options.Length)} at most")
        : poll.Kind == PollKind.Satisfaction && poll.SatisfiedShare is < 1 or > 100
            ? new("满意的比例在 1% 到 100% 之间", "the satisfied share is 1 to 100 per cent")
        : null;
    }
}
