using System.Net;
using Estate.Domain.People;
using Estate.TestKit;
using Estate.Web.Tests.Browser;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Web.Tests.People;

/// <summary>A resident's way in a real Chromium, in both languages: from the code on paper to a question that is answered.</summary>
public sealed class ResidentTests : ChromiumFixture
{
    [Theory]
    [InlineData("zh", "现在可以投放", "分类投放", "物业答复：当天只有一次记录")]
    [InlineData("en", "Open now", "sorted waste", "Answer: 当天只有一次记录")]
    public async Task A_resident_joins_with_a_printed_code_and_gets_a_dispute_answered(
        string language, string open, string reason, string answered)
    {
        await using var gateway = await RunningGateway.StartAsync();
        var station = await gateway.StationAsync();
        var code = (await gateway.AskAsync(HttpMethod.Post, "/api/households/h1/invitations")).GetProperty("code").GetString()!;
        var page = await OpenAsync($"{gateway.Url}/join?code={code}&lang={language}");
        await page.FillAsync("#name", "陈阿姨");
        await page.FillAsync("#password", RunningGateway.Secret);
        await page.ClickAsync("main button.big");
        Assert.Equal(gateway.Url + "/", page.Url);
        Assert.Contains(open, await page.InnerTextAsync("#now"), StringComparison.Ordinal);

        station.Deposit(station.Tap("CARD0001"), "wet", 432);
        await Eventually.UntilAsync(() => gateway.BalanceAsync("h1"), balance => balance == 5);
        await page.ReloadAsync();
        Assert.Equal("5", await page.InnerTextAsync("section:has(a[href='/points']) .count strong"));
        await page.ClickAsync("h2 a[href='/points']");
        await page.ClickAsync($"text={reason}");
        Assert.Equal(1, await page.Locator("table.story tr:has-text('432')").CountAsync());
        await page.FillAsync("#words", "<script>alert(1)</script> 我来了两次");
        await page.ClickAsync("form button.big");
        Assert.EndsWith("/points", page.Url, StringComparison.Ordinal);

        await gateway.PersonAsync("desk", Role.Staff);
        var desk = await OpenAsync(gateway.Url + "/login?next=/staff/points&lang=" + language);
        await LogInAsync(desk, "desk");
        Assert.Contains("<script>alert(1)</script> 我来了两次", await desk.InnerTextAsync("article"), StringComparison.Ordinal);
        await desk.FillAsync("article input", "当天只有一次记录");
        await desk.ClickAsync("article button");
        await page.ReloadAsync();
        Assert.Contains(answered, await page.InnerTextAsync("main"), StringComparison.Ordinal);
        Assert.Empty(Errors);
    }

    [Fact]
    public async Task The_desk_hands_out_a_roll_cancels_one_and_corrects_with_a_second_person()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await gateway.PersonAsync("zhao", Role.Staff);
        await gateway.PersonAsync("qian", Role.Staff);
        var page = await OpenAsync(gateway.Url + "/login?next=/staff/points&lang=en");
        await LogInAsync(page, "zhao");
        await page.FillAsync("#who", "CARD0001");
        await page.ClickAsync("main button.big");
        Assert.EndsWith("/staff/points/h1", page.Url, StringComparison.Ordinal);
        await page.FillAsync("#points", "400");
        await page.FillAsync("#reason", "counted twice");
        await page.ClickAsync("text=Propose");
        await page.GotoAsync(gateway.Url + "/staff/points");
        Assert.Contains("somebody else must", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        var second = await OpenAsync(gateway.Url + "/login?next=/staff/points&lang=en");
        await LogInAsync(second, "qian");
        await second.ClickAsync("text=Approve");

        await page.GotoAsync(gateway.Url + "/staff/points/h1");
        await page.ClickAsync("text=A roll (160 points)");
        await page.ClickAsync("text=Handed out >> nth=0");
        Assert.Equal("240", await page.InnerTextAsync(".count strong"));
        await page.ClickAsync("text=A roll (160 points)");
        await page.ClickAsync("text=Not handed out");
        Assert.Equal("240", await page.InnerTextAsync(".count strong"));
        await page.FillAsync("#points", "-1");
        await page.GotoAsync(gateway.Url + "/staff/points");
        await page.FillAsync("#who", "CARD0003");
        await page.ClickAsync("main button.big");
        Assert.Contains("blocked", await page.InnerTextAsync(".problem"), StringComparison.Ordinal);
        Assert.DoesNotContain("CARD0003", await page.ContentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_resident_cannot_see_another_households_points()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var station = await gateway.StationAsync();
        station.Deposit(station.Tap("CARD0001"), "wet", 432);
        await Eventually.UntilAsync(() => gateway.BalanceAsync("h1"), balance => balance == 5);
        await gateway.PersonAsync("one", "h1");
        await gateway.PersonAsync("two", "h2");
        var (one, two) = (await gateway.BrowserOfAsync("one"), await gateway.BrowserOfAsync("two"));
        var body = System.Text.Json.JsonDocument.Parse(await one.GetStringAsync(new Uri("/api/me/points", UriKind.Relative))).RootElement;
        var id = body.GetProperty("transfers")[0].GetProperty("id").GetString();
        Assert.Equal((5, "h1"), (body.GetProperty("balance").GetInt32(), body.GetProperty("household").GetString()));
        Assert.Contains(
            "+5", WebUtility.HtmlDecode(await one.GetStringAsync(new Uri($"/points/{id}", UriKind.Relative))), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.NotFound, (await two.GetAsync(new Uri($"/points/{id}", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await RunningGateway.PostFormAsync(two, $"/points/{id}/dispute")).StatusCode);
        Assert.Equal(
            HttpStatusCode.NotFound, (await two.PostAsync(new Uri($"/api/me/points/{id}/dispute", UriKind.Relative), null)).StatusCode);
        Assert.Empty(
            System.Text.Json.JsonDocument.Parse(await two.GetStringAsync(new Uri("/api/me/points", UriKind.Relative)))
                .RootElement.GetProperty("transfers").EnumerateArray());
        var csv = await one.GetStringAsync(new Uri("/points/transfers.csv", UriKind.Relative));
        Assert.Contains(",5,", csv, StringComparison.Ordinal);
        Assert.DoesNotContain("CARD", csv, StringComparison.Ordinal);
    }
}
