using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Web.Help;
using Estate.Web.Tests.Browser;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Web.Tests.Help;

/// <summary>The handbooks as the gateway serves them; who may read which is in docs/access.md, and RoleTests tries it.</summary>
public sealed partial class HelpTests : ChromiumFixture
{
    [Fact]
    public async Task Everybody_sees_their_own_handbook_first_and_the_way_to_the_others()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        foreach (var (role, zh, en, others) in new (Role?, string, string, string)[]
        {
            (null, "居民一页纸", "For residents, on one page", ""),
            (Role.Resident, "居民一页纸", "For residents, on one page", ""),
            (Role.Staff, "值班手册", "Handbook for the staff on duty", "staff residents"),
            (Role.Committee, "业委会手册", "Handbook for the committee", "staff committee residents"),
            (Role.Engineer, "安装手册", "Handbook for the installer", "staff committee installer residents"),
            (Role.Administrator, "安装手册", "Handbook for the installer", "staff committee installer residents"),
        })
        {
            using var browser = role is null ? gateway.NewBrowser() : await ReaderAsync(gateway, role.Value);
            foreach (var (language, title, help) in new[] { ("zh", zh, "帮助"), ("en", en, "Help") })
            {
                var html = WebUtility.HtmlDecode(await browser.GetStringAsync(new Uri($"/help?lang={language}", UriKind.Relative)));
                Assert.Contains($">{title}</h2>", html, StringComparison.Ordinal);
                var shelf = html.Split("<nav class=\"filters\"") is [_, var nav] ? nav.Split("</nav>")[0] : "";
                var onShelf = Handbook.All.Where(book => shelf.Contains($"\"{book.Address}\"", StringComparison.Ordinal));
                Assert.Equal((role, others), (role, string.Join(' ', onShelf.Select(book => book.Name))));
                Assert.Contains($"<a href=\"/help\" aria-current=\"page\">{help}</a>", html, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Every_link_and_picture_of_every_handbook_is_there()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        using var browser = await ReaderAsync(gateway, Role.Administrator);
        var (broken, seen) = (new List<string>(), 0);
        foreach (var path in Handbook.All.SelectMany(book => new[] { book.Address + "?lang=zh", book.Address + "?lang=en" }))
        {
            var html = WebUtility.HtmlDecode(await browser.GetStringAsync(new Uri(path, UriKind.Relative)));
            Assert.DoesNotMatch("<[^>]+ style=", html);
            foreach (Match anchor in Anchor().Matches(html))
                if (!html.Contains($"id=\"{Uri.UnescapeDataString(anchor.Groups[1].Value)}\"", StringComparison.Ordinal))
                    broken.Add($"{path}: #{anchor.Groups[1].Value}");
            foreach (Match address in Address().Matches(html))
            {
                using var answer = await browser.GetAsync(new Uri(address.Groups[1].Value, UriKind.Relative));
                seen++;
                if (answer.StatusCode != HttpStatusCode.OK)
                    broken.Add($"{path}: {address.Groups[1].Value} answers {(int)answer.StatusCode}");
            }
        }
        Assert.Equal("", string.Join('\n', broken));
        Assert.True(seen > 30, $"{seen} links and pictures");
    }

    [Fact]
    public async Task No_other_file_is_served_as_a_picture()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        using var stranger = gateway.NewBrowser();
        var pictures = new Uri(stranger.BaseAddress!, "/help/residents/pictures/");
        using var known = await stranger.GetAsync(new Uri(pictures + "en/residents-home.png"));
        Assert.Equal("image/png", known.Content.Headers.ContentType?.MediaType);
        foreach (var path in new[]
        {
            "en/..%2F..%2Fresidents.md", "en/..%2Fresidents.md", "..%2F..%2F..%2Fetc/passwd", "en/%2Fetc%2Fpasswd",
            "en/..%5C..%5Cestate.yaml", "en/residents.md", "fr/residents-home.png",
            // Another handbook's, which not everybody may read.
            "en/staff-alerts.png",
        })
        {
            using var answer = await stranger.GetAsync(new Uri(pictures + path));
            Assert.Equal((path, HttpStatusCode.NotFound), (path, answer.StatusCode));
        }
    }

    [Theory]
    [InlineData("zh")]
    [InlineData("en")]
    public async Task Without_javascript_a_resident_opens_help_and_prints_one_sheet(string language)
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        var page = await OpenAsync($"{gateway.Url}/?lang={language}", javaScript: false);
        await page.ClickAsync("nav a[href='/help']");
        await page.ClickAsync("main summary");
        await page.ClickAsync(".contents a >> nth=0");
        Assert.Contains('#', page.Url);

        const string edge = "12mm";
        var printed = await page.PdfAsync(
            new() { Format = "A4", Margin = new() { Top = edge, Bottom = edge, Left = edge, Right = edge } });

        Assert.Single(Sheet().Matches(Encoding.Latin1.GetString(printed)));
        Assert.Empty(Errors);
    }

    private static async Task<HttpClient> ReaderAsync(RunningGateway gateway, Role role)
    {
        var name = WireName.Of(role);
        await gateway.PersonAsync(name, role == Role.Resident ? "h1" : null, role == Role.Resident ? [] : [role]);
        return await gateway.BrowserOfAsync(name);
    }

    [GeneratedRegex("<a href=\"#([^\"]+)\"")]
    private static partial Regex Anchor();

    [GeneratedRegex("<(?:a href|img src)=\"(/help[^\"]*)\"")]
    private static partial Regex Address();

    [GeneratedRegex(@"/Type\s*/Page\b")]
    private static partial Regex Sheet();
}
