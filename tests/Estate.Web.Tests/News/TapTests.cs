using Estate.Domain.People;
using Estate.TestKit;
using Estate.Web.Tests.Browser;
using Estate.Web.Tests.Running;
using Estate.Web.Tests.Shared;
using Microsoft.Playwright;
using Xunit;

namespace Estate.Web.Tests.News;

/// <summary>What each role comes for most often takes at most three taps on a phone, and the tour says how many.</summary>
public sealed class TapTests : ChromiumFixture
{
    private const int Most = 3, OfEachRole = 5;

    private static readonly (Role Role, string? Household, string Door)[] Doors =
    [
        (Role.Resident, "h1", "/"), (Role.Staff, null, "/staff/alerts"), (Role.Committee, null, "/committee"),
        (Role.Engineer, null, "/staff/rules"), (Role.Administrator, null, "/staff/people"),
    ];

    [Fact]
    public async Task Five_tasks_of_each_role_are_done_on_a_phone_with_the_taps_that_the_tour_says()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await LivedInEstate.LiveALittleAsync(gateway);
        var correction = (await gateway.AskAsync(
            HttpMethod.Post, "/api/points/corrections", "desk", """{"household":"h1","points":300,"reason":"counted twice"}"""))
            .GetProperty("id").GetString();
        await gateway.AskAsync(HttpMethod.Post, $"/api/points/corrections/{correction}/approve", "manager");
        var failed = new List<string>();
        foreach (var (role, household, door) in Doors)
        {
            var name = role.ToString().ToLowerInvariant();
            await gateway.PersonAsync(name, household, role == Role.Resident ? [] : [role]);
            var page = await OpenAsync(gateway.Url + "/login?lang=en");
            await page.SetViewportSizeAsync(390, 844);
            await LogInAsync(page, name);
            await IsAtAsync(page, door);
            foreach (var task in DailyTasks.All.Where(one => one.Role == role))
            {
                await page.GotoAsync(gateway.Url + door, new() { WaitUntil = WaitUntilState.DOMContentLoaded });
                if (await DoAsync(page, task) is { } trouble)
                    failed.Add($"{name}, {task.En}: {trouble}");
            }
        }
        Assert.True(failed.Count == 0, string.Join('\n', failed));
        Assert.Empty(Errors);
    }

    [Fact]
    public void The_tour_lists_five_tasks_of_each_role_and_none_takes_more_than_three_taps()
    {
        var (english, chinese) = (PageOf("en"), PageOf("zh"));
        foreach (var role in Doors.Select(one => one.Role))
            Assert.True(DailyTasks.All.Count(task => task.Role == role) >= OfEachRole, $"{role}");
        Assert.All(DailyTasks.All, task =>
        {
            Assert.True(task.Taps <= Most, $"{task.En}: {task.Taps} taps");
            Assert.Contains($"| {task.En} | {task.Taps} |\n", english, StringComparison.Ordinal);
            Assert.Contains($"| {task.Zh} | {task.Taps} |\n", chinese, StringComparison.Ordinal);
        });
        Assert.Equal(DailyTasks.All.Count, english.Split('\n').Count(line => line.EndsWith(" |", StringComparison.Ordinal)
            && char.IsAsciiDigit(line[^3])));
    }

    /// <summary>Null when it is done.</summary>
    private static async Task<string?> DoAsync(IPage page, DailyTask task)
    {
        foreach (var step in task.Steps)
            try
            {
                var target = page.Locator(step.Selector).First;
                if (step.Typed is null)
                    await target.ClickAsync(new() { Timeout = 10_000 });
                else
                    await TypeAsync(target, step.Typed);
            }
            catch (Exception stuck) when (stuck is TimeoutException or PlaywrightException)
            {
                return $"stuck at {step.Selector} on {page.Url}";
            }
        try
        {
            var (isGone, words) = (task.Shows[0] == '!', task.Shows.TrimStart('!'));
            await Eventually.UntilAsync(() => page.InnerTextAsync("main"), text =>
                text.Contains(words, StringComparison.Ordinal) != isGone);
            return null;
        }
        catch (TimeoutException)
        {
            return $"{page.Url} does not say {task.Shows}";
        }
    }

    private static async Task TypeAsync(ILocator field, string text)
    {
        await field.FillAsync(text.TrimEnd('\n').Replace("NOW", LivedInEstate.Now, StringComparison.Ordinal)
            .Replace("SOON", RunningGateway.Soon + "T00:00", StringComparison.Ordinal), new() { Timeout = 10_000 });
        if (text.EndsWith('\n'))
            await field.PressAsync("Enter");
    }

    private static string PageOf(string language) => File.ReadAllText(Path.Combine(Repository.Root, "docs", language, "tour.md"));
}
