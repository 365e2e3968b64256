using Estate.Domain.DistrictProposals;
using NodaTime;

namespace Estate.Web.Tests.Running;

/// <summary>What the district proposes, as if its signature had held.</summary>
internal sealed partial class RunningGateway
{
    internal const string ProposedNotice =
        """{"title":{"zh":"停水","en":"<b>No water</b>"},"text":{"zh":"周二","en":"On Tuesday"},"days":7}""";

    internal const string ProposedRule =
        """
        rules:
          - id: heavy
            on: deposited
            when: fact.grams > 900
            title: {zh: 太重, en: Heavy}

        """;

    internal const string ProposedProfile =
        """
        title: { zh: 水浸探头, en: Leak sensor }
        maker: Somebody
        source: { link: "https://example.org/leak", version: "1" }
        kind: monitor
        lorawan: {}
        habits: { every: 24h }
        messages:
          - port: 85
            tags: { tag_bytes: 2, lengths: { "0175": 1, "0300": 1 } }
            gives:
              - senses: { battery_pct: u8('0175'), leak: u8('0300') == 1 }
        tests:
          - { port: 85, hex: 017564 030001, gives: [ { senses: { battery_pct: 100, leak: true } } ] }

        """;

    internal static string ProposedFile(string name, string yaml) => System.Text.Json.JsonSerializer.Serialize(new { name, yaml });

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
        await ProposeAsync("p-4", ProposedKind.Rule, ProposedFile("heavy", ProposedRule));
        await ProposeAsync("p-5", ProposedKind.Profile, ProposedFile("leak", ProposedProfile));
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
