using Estate.Domain.Devices;
using Estate.Domain.Funds;
using Estate.Domain.People;
using Estate.Domain.Projects;
using Estate.Domain.Visits;
using Estate.Gateway.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Estate.Web.Tests.Running;

/// <summary>What its residents and their committee have said.</summary>
internal sealed partial class RunningGateway
{
    internal Task<Answer> AskDomainAsync(IRequest request, string by) => Services.GetRequiredService<EstateLoop>().AskAsync(request, by);

    private static LocalDate Today => Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()).InUtc().Date;

    /// <summary>Wishes, projects, a list that is open, a meeting, a published quarter and one that waits, a roster and a visit.</summary>
    internal async Task HaveASayAsync()
    {
        var now = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
        foreach (var (words, household) in new[] { ("楼道灯不亮", "h1"), ("A bench in the shade, please", null), ("门口要公交站", "h2") })
            await AskDomainAsync(new MakeWish(words, household, household is null ? "desk" : "phone"), "household");
        await AskDomainAsync(new SetWishAside("wish-3", "由市里规划"), "chair");
        foreach (var (title, wish) in new[]
        {
            (new Text("楼道灯", "Lamps on the stairs"), "wish-1"), (new Text("长椅", "Benches"), null),
            (new Text("快递柜", "Parcel lockers"), null),
        })
            await AskDomainAsync(
                new AddProject(new(
                    "", title, new("初步设想", "A first idea"), Today.PlusDays(90), wish is null ? [] : [wish])), "chair");
        await AskDomainAsync(
            new AskForList(
                new("第一张清单", "The first list"), ["project-1", "project-2"], 1, new(now, now + Duration.FromDays(3), 1)), "chair");
        await AskDomainAsync(new ApprovePoll("poll-2"), "secretary");
        await AskDomainAsync(
            new HoldMeeting("project-1", new(MeetingKind.Hearing, Today, new("记录", "Minutes"), 12, "2026-17")), "chair");
        await AskDomainAsync(
            new ProposeFundTable(new(
                "", "2025-Q3", 100_000, [new(new("电梯广告", "Lifts"), 150_050, 0, 250_050, "project-1")])), "chair");
        await AskDomainAsync(new ApproveFundTable("funds-1"), "secretary");
        await AskDomainAsync(
            new ProposeFundTable(new("", "2025-Q4", 250_050, [new(new("停车费", "Parking"), 0, 50, 250_000, "")])), "chair");
        await AskDomainAsync(new ProposeVisitRoster(new("", "everybody", [new("wang")])), "chair");
        await AskDomainAsync(new ApproveVisitRoster("roster-1"), "secretary");
        await AskDomainAsync(new ProposeVisitRoster(new("", "everybody", [new("wang"), new("li")])), "chair");
        await AskDomainAsync(
            new NoteVisit("h1", VisitPurpose.Care, VisitConsent.Said, "要扶手", Today, Today.PlusDays(7)), "everybody");
    }
}
