using System.Net;
using System.Text.Json.Nodes;
using Estate.District.Accounts;
using Xunit;

namespace Estate.District.Tests.Pages;

/// <summary>What was refused is said to accounts of a district, in words, and marks its estate for a week.</summary>
[Collection(DistrictCollection.Name)]
public sealed class RefusalTests(DistrictFixture servers) : IAsyncLifetime
{
    private ServedDistrict _district = null!;

    public async ValueTask InitializeAsync()
    {
        _district = await ServedDistrict.StartAsync(
            servers, [ServedDistrict.Estate("north", "河东"), ServedDistrict.Estate("south", "河东"), ServedDistrict.Estate("west", "河西")]);
        await _district.RunAsync(
            """
            INSERT INTO position(site, epoch, n) VALUES('north', '00', 1), ('south', '00', 1), ('west', '00', 1);
            INSERT INTO refusal(site, reason, count, last_at, detail) VALUES('north', 'two_computers', 7, now(), 'journal <b>a</b>'),
                ('north', 'set_aside', 2, now() - interval '1 hour', 'body: an object'),
                ('north', 'from_tomorrow', 1, now() - interval '2 hours', 'what?'),
                ('south', 'malformed', 3, now() - interval '8 days', 'x'), ('other', 'malformed', 3, now(), 'x');
            INSERT INTO set_aside(site, epoch, n, reason, raw) VALUES('north', '00112233445566aa', 4711, 'body: an object', 'secret');
            """);
    }

    public async ValueTask DisposeAsync()
    {
        if (_district is not null)
            await _district.DisposeAsync();
    }

    [Fact]
    public async Task The_estates_page_and_the_api_say_what_it_means_and_what_to_do()
    {
        using var browser = await _district.BrowserOfAsync("wang", Level.District, "示范区");
        var english = WebUtility.HtmlDecode(await browser.GetStringAsync("/estates/north?lang=en"));
        foreach (var words in new[]
        {
            "Two computers say that they are this estate", "7 times, last", "Find the second one and switch it off",
            "<code>journal <b>a</b></code>", "Single facts could not be stored", "4711", "Not taken: from_tomorrow", "Once, ",
        })
            Assert.Contains(words, english, StringComparison.Ordinal);
        var raw = await browser.GetStringAsync("/estates/north?lang=zh");
        Assert.Contains("找到第二台并关掉", raw, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>a</b>", raw, StringComparison.Ordinal);
        var api = await browser.GetStringAsync("/api/estates/north");
        var refusals = JsonNode.Parse(api)!["refusals"]!.AsArray();
        Assert.Equal(["two_computers", "set_aside", "from_tomorrow"], refusals.Select(one => (string?)one!["reason"]));
        Assert.Equal((7, true), ((int)refusals[0]!["count"]!, refusals[0]!["remedy"]!["zh"] is not null));
        Assert.Equal(4711, (int)JsonNode.Parse(api)!["set_aside"]![0]!["n"]!);
        Assert.DoesNotContain("secret", english + raw + api, StringComparison.Ordinal);
        Assert.DoesNotContain("What was refused", await browser.GetStringAsync("/estates/west?lang=en"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_page_marks_an_estate_for_a_week()
    {
        using var browser = await _district.BrowserOfAsync("wang", Level.District, "示范区");
        Assert.Equal(["north refused True", "south none False", "west none False"], await EstatesAsync(browser));
        Assert.Contains("Messages were refused", await browser.GetStringAsync("/"), StringComparison.Ordinal);
        await _district.RunAsync("UPDATE refusal SET last_at = now() - interval '6 days' WHERE site = 'south'");
        Assert.Contains("south refused True", await EstatesAsync(browser));
    }

    [Theory]
    [InlineData("street", "河东")]
    [InlineData("committee", "河东一居委")]
    public async Task Streets_and_committees_are_not_told(string level, string area)
    {
        using var browser = await _district.BrowserOfAsync("li", Enum.Parse<Level>(level, ignoreCase: true), area);
        Assert.Equal(["north none ", "south none "], await EstatesAsync(browser));
        foreach (var address in new[] { "/estates/north", "/api/estates/north", "/", "/map" })
            Assert.DoesNotContain("two_computers", await browser.GetStringAsync(address), StringComparison.Ordinal);
        Assert.DoesNotContain("refused", await browser.GetStringAsync("/"), StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<IReadOnlyList<string>> EstatesAsync(HttpClient browser) =>
        [.. JsonNode.Parse(await browser.GetStringAsync("/api/estates"))!.AsArray()
            .Select(one => $"{one!["site"]} {one["attention"]} {one["is_refused"]?.GetValue<bool>()}")];
}
