using System.Text;
using Estate.Web.Plan;
using Xunit;

namespace Estate.Web.Tests.Plan;

/// <summary>Drawings from elsewhere: what draws is kept, what could do anything else is refused with its line.</summary>
public sealed class SvgAllowListTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>", "<script>")]
    [InlineData("<foreignObject><p/></foreignObject>", "<foreignObject>")]
    [InlineData("<image href=\"http://example.org/a.png\"/>", "<image>")]
    [InlineData("<use href=\"#a\"/>", "<use>")]
    [InlineData("<a href=\"javascript:1\"><path d=\"M0 0\"/></a>", "<a>")]
    [InlineData("<style>@import 'x.css'</style>", "<style>")]
    [InlineData("<animate attributeName=\"x\"/>", "<animate>")]
    [InlineData("<g><set/></g>", "<set>")]
    [InlineData("<path d=\"M0 0\" onclick=\"alert(1)\"/>", "onclick")]
    [InlineData("<path d=\"M0 0\" ONLOAD=\"alert(1)\"/>", "ONLOAD")]
    [InlineData("<path d=\"M0 0\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" xlink:href=\"http://example.org\"/>", "href")]
    [InlineData("<path d=\"M0 0\" xml:base=\"http://example.org\"/>", "base")]
    [InlineData("<path d=\"M0 0\" fill=\"url(http://example.org/a#b)\"/>", "fill")]
    [InlineData("<path d=\"M0 0\" style=\"fill: url( 'http://example.org' )\"/>", "style")]
    [InlineData("<path d=\"M0 0&quot; onload=&quot;x\"/>", "d may hold")]
    [InlineData("<rect width=\"expression(1);\"/>", "width")]
    public void What_could_run_or_load_something_is_refused_and_named(string inside, string named)
    {
        var (svg, problem) = Clean($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 10 10\">\n{inside}</svg>");
        Assert.Null(svg);
        Assert.Contains(named, problem!.Value.En, StringComparison.OrdinalIgnoreCase);
        Assert.StartsWith("line 2:", problem.Value.En, StringComparison.Ordinal);
        Assert.StartsWith("第 2 行：", problem.Value.Zh, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html xmlns=\"http://www.w3.org/1999/xhtml\"/>", "<svg>")]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "viewBox")]
    [InlineData("<!DOCTYPE svg [<!ENTITY a \"b\">]><svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\">&a;</svg>", "DTD")]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"><g></svg>", "line 1 cannot be read")]
    [InlineData("not xml", "line 1 cannot be read")]
    public void What_is_no_drawing_is_refused(string text, string reason)
    {
        var (svg, problem) = Clean(text);
        Assert.Null(svg);
        Assert.Contains(reason, problem!.Value.En, StringComparison.Ordinal);
    }

    [Fact]
    public void Shapes_and_colours_stay_and_other_programs_notes_do_not()
    {
        var (svg, problem) = Clean(
            """
            <?xml version="1.0"?><!-- drawn by hand --><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50" id="x" class="menu"
              xmlns:other="urn:other" other:version="1"><metadata><other:thing/></metadata><defs/><other:view><g/></other:view>
              <g transform="translate(1,2)"><path d="M0,0 L10-1.5e2z" style="fill:#fff; stroke:rgb(1,2,3); -x-y: 1" fill="red"/>
              <text x="1">7 &lt; 8</text></g></svg>
            """);
        Assert.Null(problem);
        Assert.Contains("<path d=\"M0,0 L10-1.5e2z\" fill=\"#fff\" stroke=\"rgb(1,2,3)\"", svg, StringComparison.Ordinal);
        Assert.Contains("7 &lt; 8</text>", svg, StringComparison.Ordinal);
        foreach (var gone in new[] { "other", "metadata", "defs", "class", "id=", "drawn by hand", "style" })
            Assert.DoesNotContain(gone, svg, StringComparison.Ordinal);
        // What it wrote it reads again, the same.
        Assert.Equal(svg, Clean(svg!).Svg);
    }

    [Fact]
    public void Too_many_shapes_and_too_much_text_are_refused()
    {
        const string begin = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\">";
        Assert.NotNull(Clean(begin + string.Concat(Enumerable.Repeat("<g/>", 20_001)) + "</svg>").Problem);
        var deep = string.Concat(Enumerable.Repeat("<g>", 60)) + string.Concat(Enumerable.Repeat("</g>", 60));
        Assert.NotNull(Clean(begin + deep + "</svg>").Problem);
        Assert.NotNull(Clean(begin + "<text>" + new string('x', SvgAllowList.MaxBytes) + "</text></svg>").Problem);
    }

    private static (string? Svg, Estate.Domain.Devices.Text? Problem) Clean(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return SvgAllowList.Clean(stream);
    }
}
