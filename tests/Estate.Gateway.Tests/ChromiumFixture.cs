using Microsoft.Playwright;
using Xunit;

namespace Estate.Gateway.Tests;

/// <summary>A real Chromium for a test's pages; what its console calls an error is collected.</summary>
public abstract class ChromiumFixture : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";

    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    protected List<string> Errors { get; } = [];

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(File.Exists(Chromium), $"{Chromium} is not installed; ./estate test installs it");
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    /// <param name="javaScript">False: as a browser that runs none.</param>
    protected async Task<IPage> OpenAsync(string url, bool javaScript = true)
    {
        var page = await _browser.NewPageAsync(new() { JavaScriptEnabled = javaScript });
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                Errors.Add(message.Text);
        };
        await page.GotoAsync(url, new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        return page;
    }

    /// <summary>At the login page, with the password all people of the tests have.</summary>
    protected static async Task LogInAsync(IPage page, string name)
    {
        await page.FillAsync("#name", name);
        await page.FillAsync("#password", RunningGateway.Secret);
        await page.ClickAsync("main button");
    }
}
