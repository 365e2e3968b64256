using System.Text.RegularExpressions;
using Estate.Web.Tests.Running;
using Microsoft.Playwright;
using Xunit;

namespace Estate.Web.Tests.Browser;

/// <summary>
/// A context of a test's own in the process's one real Chromium; what its console calls an error is collected. Of a test that
/// fails, a picture and the trace are kept where ESTATE_TEST_RESULTS says (playwright show-trace, or trace.playwright.dev, opens it).
/// </summary>
public abstract class ChromiumFixture : IAsyncLifetime
{
    private static readonly string? Results = Environment.GetEnvironmentVariable("ESTATE_TEST_RESULTS");

    private readonly List<IBrowserContext> _contexts = [];

    protected List<string> Errors { get; } = [];

    /// <summary>False where a test says of each of a hundred pages what is wrong: a trace costs more there than it tells.</summary>
    protected virtual bool IsTraced => true;

    public ValueTask InitializeAsync()
    {
        Assert.SkipUnless(File.Exists(Chromium.Path), $"{Chromium.Path} is not installed; ./estate test installs it");
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        var hasFailed = TestContext.Current.TestState?.Result == TestResult.Failed;
        for (var i = 0; i < _contexts.Count; i++)
        {
            await KeepAsync(
                _contexts[i], hasFailed && Results is not null
                ? $"{TestContext.Current.TestClass!.TestClassSimpleName}.{TestContext.Current.TestMethod!.MethodName}-{i + 1}" : null);
            await _contexts[i].CloseAsync();
        }
    }

    /// <param name="javaScript">False: as a browser that runs none.</param>
    /// <param name="zone">Of the browser's clock; null: the machine's.</param>
    protected async Task<IPage> OpenAsync(string url, bool javaScript = true, string? zone = null)
    {
        var browser = await Chromium.GetAsync();
        var context = await browser.NewContextAsync(new() { JavaScriptEnabled = javaScript, Locale = "en-US", TimezoneId = zone });
        _contexts.Add(context);
        if (Results is not null && IsTraced)
            await context.Tracing.StartAsync(new() { Snapshots = true });
        var page = await context.NewPageAsync();
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

    /// <summary>
    /// The page has come to this path. It looks again and again: a wait for the navigation itself never ends where that is over
    /// while the wait is being set up.
    /// </summary>
    protected static async Task IsAtAsync(IPage page, string path)
    {
        var url = new Regex("^http://[^/]+" + Regex.Escape(path) + "$");
        await Assertions.Expect(page).ToHaveURLAsync(url, new() { Timeout = 60_000 });
        await page.WaitForLoadStateAsync(LoadState.DOMContentLoaded);
    }

    /// <summary>In a browser of its own that runs no scripts, in English, and past the login page.</summary>
    private protected async Task<IPage> LoggedInAsync(RunningGateway gateway, string name)
    {
        var page = await OpenAsync(gateway.Url + "/login?lang=en", javaScript: false);
        await LogInAsync(page, name);
        await Assertions.Expect(page).Not.ToHaveURLAsync(new Regex("/login"), new() { Timeout = 60_000 });
        await page.WaitForLoadStateAsync(LoadState.DOMContentLoaded);
        return page;
    }

    /// <param name="name">Of the files; null keeps nothing.</param>
    private async Task KeepAsync(IBrowserContext context, string? name)
    {
        if (Results is null)
            return;
        var folder = Path.Combine(Results, "browser");
        for (var i = 0; name is not null && i < context.Pages.Count; i++)
            await context.Pages[i].ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{i + 1}.png"), FullPage = true });
        if (IsTraced)
            await context.Tracing.StopAsync(name is null ? new() : new() { Path = Path.Combine(folder, name + ".zip") });
    }
}
