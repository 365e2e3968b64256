using System.Globalization;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Estate.Web.Help;

/// <summary>
/// A handbook's Markdown as a part of a page: HTML in it is shown as text, its headings come below the page's own, links and pictures
/// have addresses of this site.
/// </summary>
/// <param name="folder">Of the language.</param>
internal sealed partial class HandbookMarkdown(Handbook book, string language, string folder)
{
    /// <summary>Where the package puts the pages that are not served.</summary>
    private const string OtherPages = "/usr/share/doc/estate-gateway/";

    private static readonly MarkdownPipeline Pipeline =
        new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().UseAutoIdentifiers(AutoIdentifierOptions.GitHub).Build();

    private readonly Dictionary<string, string> _pictures = [];

    internal HandbookText Render()
    {
        var document = Markdown.Parse(FirstComment().Replace(File.ReadAllText(Path.Combine(folder, book.Name + ".md")), ""), Pipeline);
        foreach (var link in document.Descendants<LinkInline>().ToList())
            if (link.IsImage)
                ShowPicture(link);
            else
                Lead(link);
        var headings = document.Descendants<HeadingBlock>().ToList();
        var sections = headings.Where(heading => heading.Level == 2)
            .Select(heading => new HandbookSection(heading.GetAttributes().Id ?? "", Plain(heading.Inline))).ToList();
        var title = Plain(headings[0].Inline);
        foreach (var heading in headings)
            heading.Level++;
        return new(title, document.ToHtml(Pipeline), sections, _pictures);
    }

    private void ShowPicture(LinkInline picture)
    {
        var name = PictureName().Match(picture.Url ?? "").Groups[1].Value;
        var file = Path.Combine(folder, "pictures", name);
        if (name.Length == 0 || !File.Exists(file))
        {
            LeaveText(picture);
            return;
        }
        _pictures[name] = file;
        var (width, height) = Png.SizeOf(file);
        picture.Url = $"{book.Address}/pictures/{language}/{name}";
        var attributes = picture.GetAttributes();
        attributes.AddProperty("width", width.ToString(CultureInfo.InvariantCulture));
        attributes.AddProperty("height", height.ToString(CultureInfo.InvariantCulture));
        attributes.AddProperty("loading", "lazy");
        if (height > width)
            attributes.AddClass("tall");
    }

    private void Lead(LinkInline link)
    {
        var (url, anchor) = (link.Url ?? "", "");
        if (url.IndexOf('#', StringComparison.Ordinal) is >= 0 and var at)
            (url, anchor) = (url[..at], url[at..]);
        if (url.Length == 0 || url.StartsWith("https://", StringComparison.Ordinal))
            return;
        var match = PageName().Match(url);
        var (other, name) = (match.Groups[1].Value, match.Groups[2].Value);
        if (!match.Success)
            LeaveText(link);
        else if (name == book.Name && other.Length > 0)
            // Every page has its own link to the other language.
            Remove(link.Parent?.ParentBlock);
        else if (Handbook.All.FirstOrDefault(one => one.Name == name) is { } there)
            link.Url = there.Address + (other.Length > 0 ? "?lang=" + other : "") + anchor;
        else
            LeaveText(link).AppendChild(new LiteralInline(" ("))
                .AppendChild(new CodeInline(OtherPages + name + ".md")).AppendChild(new LiteralInline(")"));
    }

    private static void Remove(LeafBlock? paragraph) => paragraph?.Parent?.Remove(paragraph);

    /// <summary>What stood in the link, without it.</summary>
    private static ContainerInline LeaveText(LinkInline link)
    {
        var text = new ContainerInline();
        link.ReplaceBy(text);
        return text;
    }

    private static string Plain(ContainerInline? inline) => string.Concat(
        inline?.Descendants().Select(part => part switch
        {
            LiteralInline literal => literal.Content.ToString(),
            CodeInline code => code.Content,
            _ => "",
        }) ?? []);

    [GeneratedRegex(@"\A<!--.*-->")]
    private static partial Regex FirstComment();

    [GeneratedRegex(@"\Apictures/([a-z0-9-]+\.png)\z")]
    private static partial Regex PictureName();

    [GeneratedRegex(@"\A(?:\.\./(?:(en|zh)/)?)?([a-z0-9-]+)\.md\z")]
    private static partial Regex PageName();
}
