using Estate.Domain.Bins;
using Estate.Domain.Devices;
using Estate.Domain.Points;
using Estate.TestKit;
using Estate.Web.Points;
using Estate.Web.Shared;
using Estate.Web.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Estate.Web.Tests.Points;

/// <summary>What a proposal would have changed is worked out beside the pages.</summary>
public sealed class PolicyPreviewTests
{
    [Fact]
    public async Task Whoever_asks_is_told_how_far_it_is_and_gets_it_once_it_is_there()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        using var rest = new SemaphoreSlim(0);
        using var previews = new PolicyPreviews(gateway.Services.GetRequiredService<PageReads>(), Past);
        var proposal = ProposalOf(gateway);

        var (preview, percent) = await Eventually.UntilAsync(
            () => previews.OfAsync(proposal, TimeSpan.Zero), answer => answer.Percent > 0);
        Assert.Null(preview);
        Assert.InRange(percent, 49, 50);
        rest.Release();
        var (made, all) = await previews.OfAsync(proposal, PolicyPreviews.ForPrograms);
        Assert.Equal((2, 100), (made!.Visits, all));
        // Once a day for each.
        Assert.Same(made, (await previews.OfAsync(proposal, TimeSpan.Zero)).Preview);

        IEnumerable<Fact> Past(Interval period)
        {
            yield return Visit(period.Start + (period.Duration / 2));
            rest.Wait();
            yield return Visit(period.End);
        }
    }

    [Fact]
    public async Task After_a_failure_the_next_who_asks_tries_again()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        var tries = 0;
        using var previews = new PolicyPreviews(
            gateway.Services.GetRequiredService<PageReads>(),
            period => ++tries > 1 ? new Fact[] { Visit(period.End) } : throw new IOException("disk"));
        var proposal = ProposalOf(gateway);
        await Assert.ThrowsAsync<IOException>(() => previews.OfAsync(proposal, PolicyPreviews.ForPrograms));
        Assert.Equal(1, (await previews.OfAsync(proposal, PolicyPreviews.ForPrograms)).Preview!.Visits);
    }

    [Theory]
    [InlineData(true, "正在比较：40 %")]
    [InlineData(false, "Being compared: 40 %")]
    public async Task The_page_says_how_far_it_is_asks_again_and_offers_no_approval_until_then(bool isChinese, string words)
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        var html = await gateway.Services.GetRequiredService<PageRenderer>().RenderAsync<PolicyPage>(new Dictionary<string, object?>
        {
            [nameof(PolicyPage.Language)] = new Language(isChinese),
            [nameof(PolicyPage.Estate)] = "Trial",
            [nameof(PolicyPage.Zone)] = gateway.Model.Programme.Zone,
            [nameof(PolicyPage.Proposal)] = ProposalOf(gateway),
            [nameof(PolicyPage.Percent)] = 40,
            [nameof(PolicyPage.Who)] = "secretary",
            [nameof(PolicyPage.Body)] = "",
        });
        Assert.Contains(words, System.Net.WebUtility.HtmlDecode(html), StringComparison.Ordinal);
        Assert.Contains("hx-get=\"/committee/points/points-1\" hx-select=\"#against\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("/approve", html, StringComparison.Ordinal);
    }

    private static PolicyProposal ProposalOf(RunningGateway gateway) => new(
        "points-1", gateway.Model.Programme.Policies.Current with { PointsPerSession = 7 }, 0, "2026-17", "chair");

    private static Deposited Visit(Instant at) => new(
        new(StationKind.KindName, "station-1"), EventTime.Now(at), at.ToString(), EventTime.Now(at), "h1", WasteCategory.Wet, 400);
}
