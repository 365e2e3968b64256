using Estate.TestKit;
using Estate.Web.Tests.Browser;
using Estate.Web.Tests.Running;
using Microsoft.Playwright;
using Xunit;

namespace Estate.Web.Tests.Help;

/// <summary>
/// Every picture of the handbooks can be taken, and shows what its handbook speaks of. With ESTATE_PICTURES=yes they are written to docs
/// (<c>./estate screenshots</c>).
/// </summary>
public sealed class HandbookPictureTests : ChromiumFixture
{
    private static readonly bool IsWriting = Environment.GetEnvironmentVariable("ESTATE_PICTURES") == "yes";

    [Fact]
    public async Task Every_picture_of_the_handbooks_shows_what_it_should()
    {
        var (gateway, time) = await HandbookEvening.BeginAsync();
        await using var _ = gateway;
        var alert = (await gateway.AskAsync(HttpMethod.Get, "/api/alerts")).GetProperty("open").EnumerateArray()
            .First(one => one.GetRawText().Contains("Smoke", StringComparison.Ordinal)).GetProperty("id").GetString();
        await TakeAllAsync(gateway, HandbookPicture.All.Where(picture => !picture.IsLater), alert!);
        await new HandbookNight(gateway, time).GoOnAsync();
        await TakeAllAsync(gateway, HandbookPicture.All.Where(picture => picture.IsLater), alert!);
        Assert.Empty(Errors);
    }

    private async Task TakeAllAsync(RunningGateway gateway, IEnumerable<HandbookPicture> pictures, string alert)
    {
        foreach (var person in pictures.GroupBy(picture => picture.Person))
        {
            var page = await OpenAsync(gateway.Url + "/login");
            await LogInAsync(page, gateway, person.Key);
            foreach (var picture in person)
                foreach (var language in new[] { "zh", "en" })
                    await TakeAsync(page, gateway.Url + picture.Path.Replace("ALERT", alert, StringComparison.Ordinal), picture, language);
        }
    }

    /// <summary>As at the page; but for a browser, whose clock is right, the cookies of that evening would be too old.</summary>
    private static async Task LogInAsync(IPage page, RunningGateway gateway, string person)
    {
        using var browser = gateway.NewBrowser();
        using var answer = await RunningGateway.PostFormAsync(browser, "/login", ("name", person), ("password", RunningGateway.Secret));
        foreach (var cookie in answer.Headers.GetValues("Set-Cookie").Select(line => line.Split(';')[0].Split('=', 2)))
            await page.Context.AddCookiesAsync([new() { Name = cookie[0], Value = cookie[1], Url = gateway.Url }]);
    }

    private static async Task TakeAsync(IPage page, string address, HandbookPicture picture, string language)
    {
        await page.SetViewportSizeAsync(picture.Width, picture.Height);
        await page.GotoAsync($"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}lang={language}");
        var shows = language == "zh" ? picture.Shows.Zh : picture.Shows.En;
        await Eventually.UntilAsync(() => page.InnerTextAsync("main"), text => text.Contains(shows, StringComparison.Ordinal));
        // That nobody wired this computer is no reader's business.
        await page.EvaluateAsync("document.querySelectorAll('main > .problem[role=alert]').forEach(one => one.remove())");
        if (picture.Top.Length > 0)
            await page.Locator(picture.Top).EvaluateAsync("one => one.scrollIntoView()");
        var png = await page.ScreenshotAsync(new() { Animations = ScreenshotAnimations.Disabled });
        Assert.True(png.Length < 80_000, $"{picture.Name} in {language} has {png.Length} bytes");
        if (!IsWriting)
            return;
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "docs", language, "pictures")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(folder, picture.Name + ".png"), png);
    }
}
