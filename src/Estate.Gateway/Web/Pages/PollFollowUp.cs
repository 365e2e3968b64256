using System.Text.Json;
using Estate.Domain.Devices;
using Estate.Domain.Gate;
using Estate.Domain.People;
using Estate.Gateway.Pipeline;

namespace Estate.Gateway.Web.Pages;

/// <summary>What households accepted becomes the committee's draft, in the poll's own name: any member may then approve it.</summary>
internal sealed partial class PollFollowUp(EstateLoop loop, PollDesk polls, GatewayClock clock, ILogger<PollFollowUp> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    /// <summary>The committee's own rules for points, beside devices such as <c>gate/s-gate</c>.</summary>
    internal const string Points = "points";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock.Time);
        do
            foreach (var poll in await loop.InspectAsync(_ => polls.Polls.Where(one => one is { Result.IsAccepted: true, Draft: null, Poll.Consequence: not null }).Select(one => one.Poll).ToList()))
                await DraftAsync(poll);
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task DraftAsync(Poll poll)
    {
        try
        {
            var answer = await loop.AskAsync(RequestOf(poll.Consequence!), poll.Id);
            // Busy is for a moment; anything else stays a no, and is told with the poll.
            if (answer.Reason != RejectReason.Busy)
                await loop.AskAsync(new NotePollDraft(poll.Id, answer.Reason is null ? answer.Detail ?? "" : $"{answer.Reason}: {answer.Detail}"), poll.Id);
        }
        catch (Exception failure) when (failure is JsonException or FormatException)
        {
            LogDraft(poll.Id, failure.Message);
            await loop.AskAsync(new NotePollDraft(poll.Id, "bad_draft: " + failure.Message), poll.Id);
        }
    }

    /// <exception cref="JsonException">A body the committee's API would not take.</exception>
    internal static IRequest RequestOf(PollConsequence consequence)
    {
        if (consequence.Target == Points)
            return JsonSerializer.Deserialize(consequence.Body, PolicyBodies.Default.PolicyBody)!.ToRequest();
        var body = JsonSerializer.Deserialize(consequence.Body, GateBodies.Default.ScheduleBody)!;
        return new ProposeSchedule(DeviceId.Parse(consequence.Target), body.ToDraft(), body.Resolution, body.EffectiveFrom);
    }

    [LoggerMessage(LogLevel.Warning, "The draft of {Poll} cannot be read: {Detail}")]
    private partial void LogDraft(string poll, string detail);
}
