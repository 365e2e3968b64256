using Estate.Domain.DistrictProposals;
using NodaTime;

namespace Estate.Web.Tests.Running;

/// <summary>What the district proposes, as if its signature had held.</summary>
internal sealed partial class RunningGateway
{
    internal const string ProposedNotice =
        """{"title":{"zh":"停水","en":"<b>No water</b>"},"text":{"zh":"周二","en":"On Tuesday"},"days":7}""";

    internal async Task ProposeAsync(string id, ProposedKind kind, string content)
    {
        var until = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()) + Duration.FromDays(30);
        var answer = await AskDomainAsync(new ReceiveProposal(new(id, kind, until, content, id + content)), "district");
        if (answer.Reason is { } reason)
            throw new InvalidOperationException(reason);
    }

    /// <summary>One of each kind.</summary>
    internal async Task ProposeAllAsync()
    {
        await ProposeAsync("p-1", ProposedKind.Notice, ProposedNotice);
        await ProposeAsync("p-2", ProposedKind.Holidays, HolidaysAhead);
        await ProposeAsync("p-3", ProposedKind.Policy, """{"points_per_session":6}""");
    }

    /// <summary>A week off from tomorrow on, and a weekend day that is worked.</summary>
    internal static string HolidaysAhead
    {
        get
        {
            var days = Enumerable.Range(1, 7).Select(i => Today.PlusDays(i)).Where(day => day.Year == Today.PlusDays(1).Year)
                .Select(day => $$"""{"name":"春节","date":"{{day:uuuu-MM-dd}}","isOffDay":true}""");
            return $$"""{"year":{{Today.PlusDays(1).Year}},"days":[{{string.Join(',', days)}}]}""";
        }
    }
}
