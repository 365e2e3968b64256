using Estate.TestKit;
using Estate.Web.Help;
using Xunit;

namespace Estate.Web.Tests.Help;

/// <summary>What becomes of a handbook's Markdown on the site.</summary>
public sealed class HandbookMarkdownTests : IDisposable
{
    /// <summary>The beginning of a PNG, 390 × 700.</summary>
    private static readonly byte[] Phone =
        [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0, 0, 0, 13, .. "IHDR"u8, 0, 0, 1, 0x86, 0, 0, 2, 0xBC];

    private static readonly Handbook Staff = Handbook.All.Single(book => book.Name == "staff");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Headings_come_below_the_pages_own_and_the_contents_lead_to_them()
    {
        const string markdown = "# 值班手册\n\n[English](../en/staff.md)\n\n## 有 `1` 个报警时\n\n### 充电桩\n";

        var text = Render("<!-- docs/en/staff.md sha256:a567ebda7a33 -->\n" + markdown, "zh");

        Assert.Equal("值班手册", text.Title);
        Assert.Equal(new HandbookSection("有-1-个报警时", "有 1 个报警时"), Assert.Single(text.Sections));
        Assert.Equal(
            """
            <h2 id="值班手册">值班手册</h2>
            <h3 id="有-1-个报警时">有 <code>1</code> 个报警时</h3>
            <h4 id="充电桩">充电桩</h4>

            """,
            text.Html);
    }

    [Theory]
    [InlineData("[read](residents.md)", "<a href=\"/help/residents\">read</a>")]
    [InlineData("[read](committee.md#hours-of-the-gate)", "<a href=\"/help/committee#hours-of-the-gate\">read</a>")]
    [InlineData("[读](../zh/residents.md#投垃圾)", "<a href=\"/help/residents?lang=zh#")]
    [InlineData("[here](#when-your-shift-begins)", "<a href=\"#when-your-shift-begins\">here</a>")]
    [InlineData("[the estate](https://example.org/)", "<a href=\"https://example.org/\">the estate</a>")]
    [InlineData("see [backup](../backup.md#a-dead-pi).", "<p>see backup (<code>/usr/share/doc/estate-gateway/backup.md</code>).</p>")]
    [InlineData("[go](javascript:alert(1))", "<p>go</p>")]
    [InlineData("[go](../../etc/passwd)", "<p>go</p>")]
    public void Links_lead_where_the_site_has_something_and_else_leave_their_words(string markdown, string html) =>
        Assert.Contains(html, Render("# Staff\n\n" + markdown).Html, StringComparison.Ordinal);

    [Fact]
    public void A_picture_has_an_address_of_the_site_its_words_and_its_size()
    {
        Directory.CreateDirectory(_folder.File("en/pictures"));
        File.WriteAllBytes(_folder.File("en/pictures/staff-alerts.png"), Phone);

        var text = Render("# Staff\n\n![The alerts](pictures/staff-alerts.png)\n");

        Assert.Contains(
            "<img src=\"/help/staff/pictures/en/staff-alerts.png\" class=\"tall\" width=\"390\" height=\"700\" loading=\"lazy\""
            + " alt=\"The alerts\" />",
            text.Html, StringComparison.Ordinal);
        Assert.Equal(KeyValuePair.Create("staff-alerts.png", _folder.File("en/pictures/staff-alerts.png")), Assert.Single(text.Pictures));
    }

    [Theory]
    [InlineData("![x](../../estate.png)")]
    [InlineData("![x](pictures/../../estate.png)")]
    [InlineData("![x](/etc/estate/secret.png)")]
    [InlineData("![x](https://example.org/spy.png)")]
    [InlineData("![x](pictures/estate.yaml)")]
    [InlineData("![x](pictures/gone.png)")]
    public void A_picture_from_elsewhere_or_gone_is_neither_shown_nor_served(string markdown)
    {
        var text = Render("# Staff\n\n" + markdown);

        Assert.Empty(text.Pictures);
        Assert.Contains("<p>x</p>", text.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("before <img src=x onerror=alert(1)> after")]
    [InlineData("<div style=\"color: red\">red</div>")]
    public void Html_in_a_handbook_is_shown_as_text(string markdown) =>
        Assert.DoesNotMatch("<(script|img|div)", Render("# Staff\n\n" + markdown).Html);

    private HandbookText Render(string markdown, string language = "en")
    {
        Directory.CreateDirectory(_folder.File(language));
        File.WriteAllText(_folder.File(language + "/staff.md"), markdown);
        return new HandbookShelf(_folder.File("")).Find(Staff, language);
    }
}
