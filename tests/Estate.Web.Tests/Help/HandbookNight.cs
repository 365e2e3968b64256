using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Domain.Projects;
using Estate.FirmwareSim;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using NodaTime;

namespace Estate.Web.Tests.Help;

/// <summary>After the handbooks' evening: a project's life of some weeks, then a lift that sticks, and a call for help.</summary>
internal sealed class HandbookNight(RunningGateway gateway, ShiftedTime time)
{
    private const string Chair = "chair", Lamps = "project-1", Seen = "h0241";
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    internal async Task GoOnAsync()
    {
        await LiveAsync();
        await GetStuckAsync();
        await CallAsync();
    }

    private async Task LiveAsync()
    {
        await AskAsync(new MakeWish("楼道灯总是不亮，老人上下楼怕摔 (the lamps on the stairs)", Seen, TickPoll.Phone));
        await AskAsync(new AddProject(Written(new("楼道灯改为人来灯亮", "Stairwell lamps that light when somebody comes"), "wish-1")));
        await AskAsync(new AddProject(Written(new("树荫下三张长椅", "Three benches in the shade"))));
        await VoteAsync(
            new AskForList(new("第一张清单", "The first list"), [Lamps, "project-2"], 1, Voting()), "committed", [0, 0, 0, 1, 0, 0]);
        await MeetAsync(MeetingKind.Hearing, 34, "2026-21", new("方案和预算已说明。", "Plan and cost were explained."));
        await AskAsync(new FinishProject(Lamps, new("90 盏灯全部换好。", "All 90 lamps are changed.")));
        await VoteAsync(new AskForSatisfaction(Lamps, 60, Voting()), "accepted", [0, 0, 1, 0, 1, 3]);
        await MeetAsync(MeetingKind.Review, 27, "2026-24", new("现场看过，两盏待修。", "Looked at on the spot; two lamps are to be mended."));
    }

    private async Task GetStuckAsync()
    {
        var lifts = Enumerable.Range(1, 4).Select(number => new LiftMonitor(gateway.Options($"lift-0{number}"), time)
        { Position = 2 + (4 * number), Trips = 84_000 + (700 * number) }).ToList();
        await gateway.StartAsync(lifts);
        foreach (var lift in lifts)
        {
            lift.TellChange();
            await gateway.AskAsync(
                HttpMethod.Post, $"/api/lifts/{lift.Name}/maintenance", "desk", """{"firm":"申电梯维保 (Shen Lift Service)"}""");
        }
        (lifts[0].IsInDoorZone, lifts[0].IsAlarmPressed, lifts[0].LoadKg) = (false, true, 71);
        lifts[0].Faults = ["car_stopped_outside_landing_zone"];
        lifts[0].TellChange();
        await AlertAsync("trapped");
    }

    private async Task CallAsync()
    {
        CallButton[] buttons = [new(gateway.Options("call-01"), time), new(gateway.Options("call-02"), time)];
        await gateway.StartAsync(buttons);
        foreach (var button in buttons)
            button.Beat();
        buttons[1].Press("help", card: ReferenceCards.For(400).First(card => card.Household == Seen).Card);
        await gateway.AskAsync(HttpMethod.Post, $"/api/alerts/{await AlertAsync("help_called")}/acknowledge", "desk", "{}");
        await Eventually.UntilAsync(() => !buttons[1].Shown.IsEmpty);
    }

    private static Project Written(Text title, params string[] wishes) =>
        new("", title, new("90 盏，约 12,000 元。", "90 of them, about 12,000 yuan."), new(2026, 6, 30), [.. wishes]);

    private Voting Voting()
    {
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        return new(now, now + Duration.FromTimeSpan(Week), 5);
    }

    /// <summary>A household for each option that is named; then the poll's end.</summary>
    private async Task VoteAsync(IRequest ask, string becomes, int[] options)
    {
        var poll = await AskAsync(ask);
        await gateway.AskDomainAsync(new ApprovePoll(poll), "secretary");
        foreach (var (index, option) in options.Index())
            await gateway.AskDomainAsync(new TickPoll(poll, $"h{(100 * (index + 1)) + 1:D4}", option, TickPoll.Phone), "household");
        (time.Offset, time.Elapsed) = (time.Offset + Week, time.Elapsed + Week);
        await Eventually.UntilAsync(
            () => gateway.GetAsync("/api/projects"), text => text.Contains($"\"state\":\"{becomes}\"", StringComparison.Ordinal));
    }

    private Task<string> MeetAsync(MeetingKind kind, int attendance, string resolution, Text minutes) => AskAsync(new HoldMeeting(
        Lamps, new(kind, Instant.FromDateTimeOffset(time.GetUtcNow()).InUtc().Date, minutes, attendance, resolution)));

    private async Task<string> AskAsync(IRequest request)
    {
        var answer = await gateway.AskDomainAsync(request, Chair);
        return answer.Reason is null ? answer.Detail ?? "" : throw new InvalidOperationException($"{request}: {answer.Text.En}");
    }

    private async Task<string> AlertAsync(string type) => await Eventually.UntilAsync(
        async () => (await gateway.AskAsync(HttpMethod.Get, "/api/alerts")).GetProperty("open").EnumerateArray()
            .Where(one => one.GetRawText().Contains($"\"{type}\"", StringComparison.Ordinal))
            .Select(one => one.GetProperty("id").GetString()!).FirstOrDefault(""), id => id.Length > 0);
}
