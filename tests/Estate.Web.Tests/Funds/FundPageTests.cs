using System.Net;
using Estate.Domain.People;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Web.Tests.Funds;

/// <summary>A quarter of common income from a file to everybody's page, by two members.</summary>
public sealed class FundPageTests
{
    private const string Good =
        "项目,收入,支出,余额,工程\n期初余额,,,100.00,\n电梯广告 | Advertisements,\"1,234.50\",,1334.50,\n楼道灯,,34.50,1300,project-1\n";

    [Fact]
    public async Task A_table_that_adds_up_is_published_by_a_second_member_and_downloads_as_it_was_imported()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        using var chair = await PersonAsync(gateway, "li");
        using var other = await PersonAsync(gateway, "zhao");
        await gateway.HaveASayAsync();
        using var sent = await PostFileAsync(chair, "2026-Q1", Good.Replace("100.00", "2500.50", StringComparison.Ordinal)
            .Replace("1334.50", "3735.00", StringComparison.Ordinal).Replace("1300", "3700.50", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        Assert.DoesNotContain("2026-Q1", await gateway.GetAsync("/funds"), StringComparison.Ordinal);
        using var own = await RunningGateway.PostFormAsync(chair, "/committee/funds/funds-3/approve");
        Assert.Equal(HttpStatusCode.Conflict, own.StatusCode);
        using var approved = await RunningGateway.PostFormAsync(other, "/committee/funds/funds-3/approve");
        Assert.Equal(HttpStatusCode.Redirect, approved.StatusCode);
        var page = await gateway.GetAsync("/funds?lang=en");
        Assert.Contains("Advertisements", page, StringComparison.Ordinal);
        Assert.Contains("Income 1,234.50, expenses 34.50, it ends with 3,700.50 yuan", page, StringComparison.Ordinal);
        Assert.Contains("-34.50", await gateway.GetAsync("/projects/project-1?lang=en"), StringComparison.Ordinal);
        var csv = await gateway.GetAsync("/funds/2026-Q1/funds.csv");
        Assert.Contains("电梯广告 | Advertisements,\"1,234.50\",,\"3,735.00\",", csv, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-Q1", "1334.50", "1335.50", "第 2 行：余额应为 1,334.50，表里是 1,335.50，差 1.00")]
    [InlineData("2026-Q1", "34.50,1300", "a lot,1300", "第 3 行：金额写成 1234.50 这样")]
    [InlineData("2026-Q1", "34.50,1300", "34.505,1300", "第 3 行：金额写成 1234.50 这样")]
    [InlineData("2026-Q1", "项目,收入", "甲,乙", "第一行是表头")]
    [InlineData("2026-Q1", "project-1", "project-9", "第 3 行：没有项目 project-9")]
    [InlineData("2026", "甲", "甲", "季度写成 2026-Q3 这样")]
    public async Task A_table_that_cannot_be_is_refused_with_its_row_and_nothing_is_kept(
        string quarter, string right, string wrong, string reason)
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        using var chair = await PersonAsync(gateway, "li");
        using var answer = await RunningGateway.PostFormAsync(
            chair, "/committee/funds/propose?lang=zh", ("quarter", quarter),
            ("table", Good.Replace(right, wrong, StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains(reason, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Equal("[]", await gateway.GetAsync("/api/funds"));
        var desk = WebUtility.HtmlDecode(await chair.GetStringAsync(new Uri("/committee/funds?lang=en", UriKind.Relative)));
        Assert.Contains("No table waits for approval", desk, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_in_UTF8_is_refused()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        using var chair = await PersonAsync(gateway, "li");
        using var form = new MultipartFormDataContent
        {
            { new StringContent("2026-Q1"), "quarter" }, { new ByteArrayContent([0xCF, 0xEE, 0xC4, 0xBF, 0x2C]), "file", "q1.csv" },
        };
        using var answer = await chair.PostAsync(new Uri("/committee/funds/propose?lang=en", UriKind.Relative), form);
        Assert.Contains("not in UTF-8", WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> PostFileAsync(HttpClient browser, string quarter, string text)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(quarter), "quarter" },
            { new ByteArrayContent([0xEF, 0xBB, 0xBF, .. System.Text.Encoding.UTF8.GetBytes(text)]), "file", "q1.csv" },
        };
        return await browser.PostAsync(new Uri("/committee/funds/propose", UriKind.Relative), form);
    }

    private static async Task<HttpClient> PersonAsync(RunningGateway gateway, string name)
    {
        await gateway.PersonAsync(name, Role.Committee);
        return await gateway.BrowserOfAsync(name);
    }
}
