using Xunit;

namespace Estate.Architecture.Tests.Documentation;

/// <summary>Every rule holds on the pages as they are, and is seen to fail on a planted breach.</summary>
public sealed class DocumentationTests
{
    private static readonly DocumentTree Tree = DocumentTree.Read();
    private static readonly SourceTree Sources = SourceTree.Read();

    [Fact]
    public void Links_lead_to_a_page_and_a_heading()
    {
        Holds(LinkRules.LinksLeadSomewhere(Tree));
        Assert.Single(LinkRules.LinksLeadSomewhere(Tree.With("docs/leak.md", "[gone](nowhere.md)")));
        Assert.Single(LinkRules.LinksLeadSomewhere(Tree.With("docs/leak.md", "[gone](install.md#nothing-of-the-kind)")));
        Assert.Single(LinkRules.LinksLeadSomewhere(Tree.With("docs/leak.md", "# Here\n[gone](#there) [fine](#here)")));
        Assert.NotEmpty(LinkRules.LinksLeadSomewhere(Tree.Without("docs/install.md")));
    }

    [Fact]
    public void Quoted_domain_facts_are_on_their_page()
    {
        Holds(FactRules.QuotedFactsHaveTheirHeading(Sources, Tree));
        Assert.Single(FactRules.QuotedFactsHaveTheirHeading(Sources.With("src/Leak.cs", "// domain facts " + "2.9"), Tree));
        Assert.Single(FactRules.QuotedFactsHaveTheirHeading(Sources.With("tests/Leak.cs", "// P-" + "Z9"), Tree));
        Assert.NotEmpty(FactRules.QuotedFactsHaveTheirHeading(Sources, Tree.With(FactRules.Page, "# Domain facts")));
    }

    [Fact]
    public void Tests_that_pages_name_are_there()
    {
        Holds(TestNameRules.NamedTestsAreThere(Sources, Tree));
        Holds(TestNameRules.NumbersOfTestsAreListed(Tree));
        Assert.Single(TestNameRules.NamedTestsAreThere(Sources, Tree.With("docs/leak.md", "`Nothing_of_the_kind_is_tested`")));
        Assert.Single(TestNameRules.NumbersOfTestsAreListed(Tree.With("docs/leak.md", "well [1], not [2]\n| 1 | `Ab_c` |\n")));
    }

    [Fact]
    public void Every_cell_of_a_table_with_tests_has_one()
    {
        Holds(TestNameRules.CellsHaveTests(Tree));
        Assert.Single(TestNameRules.CellsHaveTests(Tree.With("docs/leak.md", "| late | kept [1] | kept |\n\n| 1 | `Ab_c` |\n")));
    }

    [Fact]
    public void Decision_records_are_listed_with_title_date_and_status()
    {
        const string record = "# 999. Planted\n\n- Date: 2026-11-30\n- Status: accepted\n\n## Context\n\n## Decision\n";
        Holds(RecordRules.RecordsAreInTheIndex(Tree));
        var planted = Tree.With("docs/decisions/0999-planted.md", record);
        Assert.Single(RecordRules.RecordsAreInTheIndex(planted));
        const string row = "| [999](0999-planted.md) | Planted | 2026-11-30 | accepted |\n";
        var listed = planted.With(RecordRules.Index, Tree.Pages[RecordRules.Index] + row);
        Assert.Empty(RecordRules.RecordsAreInTheIndex(listed));
        var changed = record.Replace("accepted", "superseded by 1", StringComparison.Ordinal);
        Assert.Single(RecordRules.RecordsAreInTheIndex(listed.With("docs/decisions/0999-planted.md", changed)));
    }

    [Fact]
    public void Decision_records_have_one_form()
    {
        const string head = "# 999. Planted\n\n- Date: 2026-11-30\n- Status: accepted\n\n";
        Holds(RecordRules.RecordsHaveOneForm(Tree));
        Assert.Empty(RecordRules.RecordsHaveOneForm(Tree.With("docs/decisions/0999-planted.md", head + "## Context\n\n## Decision\n")));
        foreach (var breach in new[]
        {
            "# 999. Planted\n\n## Context\n\n## Decision\n",
            head.Replace("999", "998", StringComparison.Ordinal) + "## Context\n\n## Decision\n",
            head + "## Decision\n\n## Context\n", head + "## Context\n", head + "## Context\n\n## Decision\n\n## Thoughts\n",
        })
            Assert.Single(RecordRules.RecordsHaveOneForm(Tree.With("docs/decisions/0999-planted.md", breach)));
    }

    [Fact]
    public void Chinese_handbooks_follow_the_English_ones()
    {
        Holds(TwinRules.ChinesePagesFollowTheEnglish(Tree));
        Assert.True(Tree.Pages.ContainsKey(TwinRules.Chinese + "staff.md"));
        var changed = Tree.With("docs/en/staff.md", Tree.Pages["docs/en/staff.md"] + "One line more.\n");
        Assert.Contains("docs/zh/staff.md", Assert.Single(TwinRules.ChinesePagesFollowTheEnglish(changed)), StringComparison.Ordinal);
        Assert.Single(TwinRules.ChinesePagesFollowTheEnglish(Tree.Without("docs/zh/staff.md")));
        Assert.Single(TwinRules.ChinesePagesFollowTheEnglish(Tree.Without("docs/en/staff.md")));
        Assert.Single(TwinRules.ChinesePagesFollowTheEnglish(Tree.With("docs/zh/staff.md", "# 值班手册")));
    }

    [Fact]
    public void Handbooks_quote_the_pages_word_for_word()
    {
        Holds(QuoteRules.QuotedWordsAreOnThePages(Sources, Tree));
        Assert.Single(QuoteRules.QuotedWordsAreOnThePages(Sources, Tree.With("docs/en/leak.md", "Press **Open sesame and wait**.")));
        Assert.Single(QuoteRules.QuotedWordsAreOnThePages(Sources, Tree.With("docs/zh/leak.md", "点**芝麻开门**。")));
        var (page, text) = Sources.Files.Single(file => file.Key.EndsWith("Alerts/AlertPage.razor", StringComparison.Ordinal));
        var renamed = Sources.With(page, text.Replace("搁置（暂时不通知）", "搁置", StringComparison.Ordinal));
        Assert.NotEmpty(QuoteRules.QuotedWordsAreOnThePages(renamed, Tree));
    }

    [Fact]
    public void Handbooks_show_a_few_small_pictures_the_same_in_both_languages()
    {
        const string page = "docs/en/staff.md", file = "docs/en/pictures/staff-roll.png", shown = "](pictures/staff-roll.png)";
        var (files, text) = (PictureRules.Files(), Tree.Pages[page]);
        var words = text[..text.IndexOf(shown, StringComparison.Ordinal)].Split("![")[^1];
        Holds(PictureRules.PicturesAreShownAndSmall(Tree, files));

        Assert.Single(WithFiles(files.Where(one => one.Key != file)));
        Assert.Single(WithFiles(files.Append(new("docs/en/pictures/left-over.png", 1))));
        Assert.Single(WithFiles(files.Where(one => one.Key != file).Append(new(file, 80_001))));
        var heavy = files.Select(one => KeyValuePair.Create(one.Key, 70_000L));
        Assert.Contains("together", Assert.Single(WithFiles(heavy)), StringComparison.Ordinal);
        Assert.Single(WithText(text.Replace($"![{words}]", "![]", StringComparison.Ordinal)));
        // Not among the Chinese ones, and the file is left over.
        Assert.Equal(2, WithText(text.Replace($"![{words}{shown}", "", StringComparison.Ordinal)).Count());
        // Neither there nor the same.
        Assert.Equal(2, WithText(text + "![x](pictures/gone.png)").Count());
        Assert.Contains(WithText("# Nothing to see"), breach => breach.Contains("shows 0 pictures", StringComparison.Ordinal));

        IEnumerable<string> WithText(string changed) => PictureRules.PicturesAreShownAndSmall(Tree.With(page, changed), files);

        static IEnumerable<string> WithFiles(IEnumerable<KeyValuePair<string, long>> files) =>
            PictureRules.PicturesAreShownAndSmall(Tree, files.ToDictionary());
    }

    private static void Holds(IEnumerable<string> breaches)
    {
        var all = string.Join("\n", breaches);
        Assert.True(all.Length == 0, all);
    }
}
