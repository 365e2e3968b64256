using System.Text.Json.Nodes;
using Estate.Domain.Gate.Schedules;
using Estate.Domain.People;
using Estate.Web.Committee;
using Estate.Web.Tests.Browser;
using Estate.Web.Tests.Running;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Xunit;

namespace Estate.Web.Tests.Committee;

/// <summary>A gate's hours need no syntax: ticks, times and a calendar, and what is wrong stands at its field.</summary>
public sealed class HoursFormTests : ChromiumFixture
{
    [Theory]
    [InlineData("23:00-05:00")]
    [InlineData("sun,mon,tue,wed,thu 23:00-05:00; fri,sat 23:30-05:00")]
    [InlineData("00:00-24:00")]
    [InlineData("mon 22:00-24:00; sat 10:00-12:00 open")]
    public void What_holds_is_proposed_again_unchanged(string weekly)
    {
        var schedule = new GateSchedule { Weekly = WeeklyLine.ParseAll(weekly) };
        var form = HoursForm.Of(schedule, null);
        var posted = form.Lines.SelectMany((line, row) => new Dictionary<string, StringValues>
        {
            [HoursForm.DaysOf(row)] = line.Days.Select(day => $"{day}").ToArray(),
            [HoursForm.FromOf(row)] = line.From,
            [HoursForm.UntilOf(row)] = line.Until,
            [HoursForm.ValueOf(row)] = line.IsOpen ? "open" : "closed",
        }).Append(new("from", "2026-12-05T00:00")).Append(new("resolution", "2026-20")).ToDictionary();
        var read = HoursForm.Read(new FormCollection(posted));
        Assert.Empty(read.Mistakes);
        var lines = JsonNode.Parse(read.Body())!["closed"]!.AsArray().Select(line => WeeklyLine.Parse((string)line!));
        Assert.Equal(schedule.Weekly.Select(line => line.ToString()), lines.Select(line => line.ToString()));
    }

    [Fact]
    public void Each_mistake_stands_at_its_field()
    {
        var read = HoursForm.Read(new FormCollection(new()
        {
            ["from-0"] = "23:00",
            ["until-0"] = "",
            ["from-1"] = "",
            ["until-1"] = "",
            ["days-1"] = "3",
            ["exception-from"] = "01:00",
            ["last"] = "2026-13-01",
        }));
        Assert.Equal(
            ["days-0", "exception", "exception-until", "first", "from", "from-1", "last", "resolution", "until-0", "until-1"],
            read.Mistakes.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("never", HoursForm.Read(new FormCollection(new()
        { ["from-0"] = "23:00", ["until-0"] = "05:00", ["days-0"] = "1", ["never"] = "on" })).Mistakes.Keys);
    }

    [Fact]
    public async Task Two_lines_and_an_exception_from_the_calendar_are_proposed_without_a_script()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await gateway.PersonAsync("chair", Role.Committee);
        var page = await OpenAsync(gateway.Url + "/login?next=/committee/hours/s-gate&lang=en", javaScript: false);
        await LogInAsync(page, "chair");
        foreach (var day in new[] { "5", "6" })
            await page.UncheckAsync($"input[name=days-0][value='{day}']");
        foreach (var day in new[] { "5", "6" })
            await page.CheckAsync($"input[name=days-1][value='{day}']");
        await page.FillAsync("#from-1", "23:30");
        await page.FillAsync("#until-1", "05:00");
        await page.FillAsync("#from", RunningGateway.Soon + "T00:00");
        await page.FillAsync("#resolution", "2026-21");
        await page.ClickAsync("form[action$='/propose'] button.big");
        var proposed = await page.InnerTextAsync("article");
        Assert.Contains("23:30–05:00", proposed, StringComparison.Ordinal);

        // A day of the calendar is the exception's.
        var link = page.Locator("table.calendar a").Last;
        var day2 = (await link.GetAttributeAsync("href"))!.Split("day=")[1].Split('#')[0];
        await link.ClickAsync();
        Assert.Equal(day2, await page.InputValueAsync("#first"));
        await page.FillAsync("#from", RunningGateway.Soon + "T00:00");
        await page.FillAsync("#resolution", "2026-22");
        await page.FillAsync("#exception-from", "01:00");
        await page.FillAsync("#exception-until", "05:00");
        await page.ClickAsync("form[action$='/propose'] button.big");
        Assert.Contains("needs a name", await page.InnerTextAsync("#exception-wrong"), StringComparison.Ordinal);
        await page.FillAsync("#exception", "Garden party");
        await page.ClickAsync("form[action$='/propose'] button.big");
        Assert.Equal(2, await page.Locator("article").CountAsync());
        Assert.Contains("2026-22", await page.Locator("article").Last.InnerTextAsync(), StringComparison.Ordinal);
    }
}
