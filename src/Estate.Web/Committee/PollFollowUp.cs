using System.Text.Json;
using Estate.Domain.Devices;
using Estate.Domain.Gate;
using Estate.Domain.People;
using Estate.Domain.Points;
using Estate.Gateway.Pipeline;
using Estate.Web.Gate;
using Estate.Web.Points;

namespace Estate.Web.Committee;

/// <summary>What households accepted becomes the committee's draft, in the name of who asked them: another member approves it.</summary>
internal sealed partial class PollFollowUp(EstateLoop loop, PollReactor polls, GatewayClock clock, ILogger<PollFollowUp> log)
    : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    /// <summary>The committee's own rules for points, beside devices such as <c>gate/s-gate</c>.</summary>
    internal const string Points = "points";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock.Time);
        do
            foreach (var poll in await loop.InspectAsync(_ =>
                    polls.Polls.Where(one => one is { Result.IsAccepted: true, Draft: null, Poll.Consequence: not null })
                    .Select(one => one.Poll).ToList()))
                await DraftAsync(poll);
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task DraftAsync(Poll poll)
    {
        try
        {
            var answer = await loop.AskAsync(RequestOf(poll.Consequence!), poll.Author);
            // Busy passes; any other refusal is final, and is shown with the poll.
            if (answer.Reason != RejectReason.Busy)
                await loop.AskAsync(
                    new NotePollDraft(poll.Id, answer.Reason is null ? answer.Detail ?? "" : $"{answer.Reason}: {answer.Detail}"), poll.Id);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // A draft that cannot be made must not end the gateway, nor be tried for ever.
            LogDraft(poll.Id, failure.Message);
            await loop.AskAsync(new NotePollDraft(poll.Id, "bad_draft: " + failure.Message), poll.Id);
        }
    }

    /// <exception cref="JsonException">A body the committee's API would not take.</exception>
    internal static IRequest RequestOf(PollConsequence consequence)
    {
        if (consequence.Target == Points)
            return (JsonSerializer.Deserialize(consequence.Body, PolicyBodies.Default.PolicyBody)
                ?? throw new JsonException("the body is null")).ToRequest();
        var body = JsonSerializer.Deserialize(consequence.Body, GateBodies.Default.ScheduleBody)
            ?? throw new JsonException("the body is null");
        return new ProposeSchedule(DeviceId.Parse(consequence.Target), body.ToDraft(), body.Resolution, body.EffectiveFrom);
    }

    /// <summary>What would be drafted, as people read it.</summary>
    internal static Text WordsOf(PollConsequence consequence) => RequestOf(consequence) switch
    {
        ProposePolicy policy => WordsOf(policy),
        ProposeSchedule hours => WordsOf(hours),
        _ => default,
    };

    private static Text WordsOf(ProposePolicy policy)
    {
        var (draft, from) = (policy.Draft, $"{policy.EffectiveFrom:uuuu-MM-dd HH:mm}");
        var windows = draft.Windows is { } all ? string.Join(", ", all) : "–";
        return new(
            $"积分规则，{from} 起：投放时段 {windows}，每次 {Number(draft.PointsPerSession)} 分，每天最多 {Number(draft.SessionsPerDay)} 次，一卷 "
                + $"{Number(draft.PointsPerRoll)} 分，最少 {Number(draft.MinGrams)} 克（“–”为不变）",
            $"rules for points from {from}: open {windows}, {Number(draft.PointsPerSession)} points a session, at most "
                + $"{Number(draft.SessionsPerDay)} a day, {Number(draft.PointsPerRoll)} for a roll, {Number(draft.MinGrams)} g at least "
                + "(\"–\": as it is)");
    }

    private static Text WordsOf(ProposeSchedule hours)
    {
        var (from, weekly) = (
            $"{hours.EffectiveFrom:uuuu-MM-dd HH:mm}", hours.Draft.Weekly is { } lines
            ? string.Join("; ", lines.Select(line => line.ToString())) : "–");
        return new(
            $"{hours.Device} 的时间，{from} 起：关闭 {weekly}（“–”为不变）",
            $"hours of {hours.Device} from {from}: closed {weekly} (\"–\": as it is)");
    }

    private static string Number(int? number) => number?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "–";

    [LoggerMessage(LogLevel.Warning, "The draft of {Poll} cannot be read: {Detail}")]
    private partial void LogDraft(string poll, string detail);
}
