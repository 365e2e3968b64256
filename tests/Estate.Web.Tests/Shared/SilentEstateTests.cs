using Estate.Domain.People;
using Estate.Gateway;
using Estate.TestKit;
using Estate.Web.Tests.Browser;
using Estate.Web.Tests.Running;
using Microsoft.Playwright;
using Xunit;

namespace Estate.Web.Tests.Shared;

/// <summary>Every page while no device says anything: none shows a number as if somebody knew it.</summary>
public sealed class SilentEstateTests : ChromiumFixture
{
    protected override bool IsTraced => false;

    /// <summary>What they say of devices are examples, or what a guard saw.</summary>
    private static readonly string[] WithoutDevices = ["/help", "/staff/components", "/staff/parking/audit"];

    [Theory]
    [InlineData("zh")]
    [InlineData("en")]
    public async Task No_page_says_a_sure_number_of_devices_that_never_spoke(string language)
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await Eventually.UntilAsync(
            () => gateway.Http.GetAsync(new Uri("/parking", UriKind.Relative)), answer => answer.IsSuccessStatusCode);
        await NothingIsSureAsync(gateway, language, new()
        {
            ["/stations/{name}"] = "/stations/station-1",
            ["/gates/{name}"] = "/gates/s-gate",
            ["/staff/chargers/{name}"] = "/staff/chargers/c01",
        });
    }

    [Fact]
    public async Task No_page_says_a_sure_number_of_devices_that_fell_silent()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await gateway.StopGatewayAsync();
        var time = new ShiftedTime(TimeSpan.Zero);
        gateway.Platform = new PlatformServices(time, () => true);
        await gateway.StartBrokerAsync();
        await gateway.StartGatewayAsync();
        await gateway.UntilReadyAsync();
        var samples = await LivedInEstate.LiveALittleAsync(gateway);
        gateway.KillBroker();
        (time.Offset, time.Elapsed) = (TimeSpan.FromDays(3), TimeSpan.FromDays(3));
        await Eventually.UntilAsync(() => gateway.GetAsync("/api/parking"), text =>
            text.Contains("\"unknown\":4", StringComparison.Ordinal));
        await Eventually.UntilAsync(() => gateway.GetAsync("/stations/station-1?lang=en"), text =>
            text.Contains("the last it said", StringComparison.Ordinal));
        await NothingIsSureAsync(gateway, "en", samples);
    }

    private async Task NothingIsSureAsync(RunningGateway gateway, string language, Dictionary<string, string> samples)
    {
        await gateway.PersonAsync("everybody", "h1", Role.Staff, Role.Committee, Role.Engineer, Role.Administrator);
        var page = await OpenAsync($"{gateway.Url}/login?lang={language}");
        await LogInAsync(page, "everybody");
        await IsAtAsync(page, "/staff/alerts");
        var (sure, figures) = (new List<string>(), 0);
        foreach (var pattern in SitePages.Pages(gateway).Where(pattern => !WithoutDevices.Any(pattern.StartsWith)))
            if (samples.ContainsKey(pattern) || !pattern.Contains('{', StringComparison.Ordinal))
            {
                var path = SitePages.Filled(pattern, samples);
                await page.GotoAsync(gateway.Url + path, new() { WaitUntil = WaitUntilState.DOMContentLoaded });
                figures += await page.Locator(".figure").CountAsync();
                sure.AddRange((await page.EvaluateAsync<string[]>(SureNumbers)).Select(one => $"{path}: {one}"));
            }
        Assert.Empty(sure);
        // The front page, the car park, chargers large and in a table, the round: they were looked at.
        Assert.True(figures >= 8, $"{figures} figures");
    }

    /// <summary>
    /// Digits where a count of what devices say stands, and beside words for how something is, also in what is read out; not in what is
    /// said to be of the past, and in records.
    /// </summary>
    private const string SureNumbers =
        """
        () => {
          for (const past of document.querySelectorAll('.past, .story')) past.remove();
          const figures = [...document.querySelectorAll('.figure')].filter(one => /\d/.test(one.innerText)).map(one =>
              one.parentElement.innerText);
          const said = [document.querySelector('main').innerText, ...[...document.querySelectorAll('main [aria-label]')].map(one =>
              one.ariaLabel)];
          const words = [/\d+ (free|in use|taken|occupied|visited)\b.*/gi, /\b(free|in use|taken|occupied)\b\s*[:\n]\s*\d.*/gi,
              /\d+\s*个?(空位|空闲|有车|使用中).*/g, /(空位|空闲|有车|使用中)[：\s]*\d.*/g];
          return figures.concat(said.flatMap(text => words.flatMap(word => text.match(word) ?? [])));
        }
        """;
}
