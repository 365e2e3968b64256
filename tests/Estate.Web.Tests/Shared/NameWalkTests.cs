using System.Text.RegularExpressions;
using Estate.Domain.People;
using Estate.Web.Tests.Browser;
using Estate.Web.Tests.Running;
using Microsoft.Playwright;
using Xunit;

namespace Estate.Web.Tests.Shared;

/// <summary>Residents and staff read names: no page of theirs has the id of a device in its text. Ids are for engineers.</summary>
public sealed class NameWalkTests : ChromiumFixture
{
    protected override bool IsTraced => false;

    /// <summary>Where devices are set up, and rules written; what the handbook says of ids are examples.</summary>
    private static readonly string[] ForEngineers = ["/staff/devices", "/staff/rules", "/help", "/staff/components"];

    [Theory]
    [InlineData("zh")]
    [InlineData("en")]
    public async Task No_page_of_residents_and_staff_shows_a_devices_id(string language)
    {
        await using var gateway = await RunningGateway.StartAsync();
        var samples = await LivedInEstate.LiveALittleAsync(gateway);
        await gateway.PersonAsync("everybody", "h1", Role.Staff, Role.Committee);
        var page = await OpenAsync($"{gateway.Url}/login?lang={language}");
        await LogInAsync(page, "everybody");
        await IsAtAsync(page, "/staff/alerts");
        var wanted = IdsOf(gateway, language);
        var (shown, pages) = (new List<string>(), 0);
        foreach (var pattern in SitePages.Pages(gateway).Where(one => !ForEngineers.Any(one.StartsWith)))
        {
            var path = SitePages.Filled(pattern, samples);
            var answer = await page.GotoAsync(gateway.Url + path, new() { WaitUntil = WaitUntilState.DOMContentLoaded });
            if (!answer!.Ok)
                continue;
            pages++;
            var text = await page.EvaluateAsync<string>(Words);
            shown.AddRange(wanted.Matches(text).Select(match =>
                $"{path}: {text[Math.Max(0, match.Index - 40)..Math.Min(text.Length, match.Index + 40)].ReplaceLineEndings(" ")}"));
        }
        Assert.True(shown.Count == 0, string.Join('\n', shown));
        Assert.True(pages > 25, $"{pages} pages");
    }

    [Fact]
    public async Task An_id_that_stands_on_a_page_is_found()
    {
        await using var gateway = await RunningGateway.StartAsync(
            withBroker: false, devices: "- { id: bins/station-9, name_zh: bins/station-9, name_en: station-9 }");
        foreach (var language in new[] { "zh", "en" })
        {
            var page = await OpenAsync($"{gateway.Url}/devices?lang={language}");
            var found = IdsOf(gateway, language).Matches(await page.EvaluateAsync<string>(Words));
            Assert.Single(found.Select(match => match.Value).Distinct());
        }
    }

    /// <summary>Ids as a text has them, with or without the kind; in English some names are words of their own.</summary>
    private static Regex IdsOf(RunningGateway gateway, string language)
    {
        var ids = gateway.Model.Inventory.Select(one => one.Device).ToList();
        var bare = ids.Select(one => one.Name).Where(name => language == "zh" || name.Any(char.IsAsciiDigit) || name == "s-gate");
        return new($"(?<![\\w/-])({string.Join('|', ids.Select(one => Regex.Escape(one.ToString())).Concat(bare))})(?![\\w-])");
    }

    /// <summary>All that is read or read out.</summary>
    private const string Words =
        """
        () => {
          const words = [document.title];
          for (const one of document.querySelectorAll('body *')) {
            if (one.closest('script, style')) continue;
            for (const node of one.childNodes) if (node.nodeType === 3) words.push(node.data);
            for (const name of ['aria-label', 'title', 'alt', 'placeholder']) words.push(one.getAttribute(name) ?? '');
          }
          return words.join('\n');
        }
        """;
}
