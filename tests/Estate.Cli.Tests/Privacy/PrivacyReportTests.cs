using System.Text.RegularExpressions;
using Estate.Adapters.Storage;
using Estate.Adapters.Storage.Privacy;
using Estate.Cli.Privacy;
using Estate.Cli.Tests.Backup;
using Estate.Cli.Tests.Commands;
using Estate.Domain.People;
using Estate.TestKit;
using Xunit;

namespace Estate.Cli.Tests.Privacy;

/// <summary>The yearly audit's sheet, as the program prints it from a real database.</summary>
public sealed partial class PrivacyReportTests
{
    [Fact]
    public async Task Every_kind_of_record_is_on_it_in_both_languages_and_nobody_is_named()
    {
        using var estate = new EstateOnDisk(more: "retention: { cards_days: 41 }");
        new HouseholdRecords(estate.Model, estate.Data, TimeProvider.System).Export("h1");
        var before = estate.Fingerprint();

        var (code, sheet) = await RunAsync(estate);

        Assert.True(code == 0, sheet);
        Assert.Equal(before, estate.Fingerprint());
        Assert.All(PersonalRecords.All, record => Assert.Equal(2, sheet.Split($"[{record.Name}]").Length - 1));
        Assert.Contains("kept: 41 days after it was received", sheet, StringComparison.Ordinal);
        Assert.Contains("收到之日起 41 天", sheet, StringComparison.Ordinal);
        Assert.Contains("now: 3 rows; households: 1; the oldest of 2026-01-01", sheet, StringComparison.Ordinal);
        Assert.Contains("a household was given all that is kept about it: 1 in the last year, 1 in all", sheet, StringComparison.Ordinal);
        Assert.Contains("clearing of what is due: never run", sheet, StringComparison.Ordinal);
        Assert.DoesNotMatch(Somebody(), sheet);
    }

    [Fact]
    public async Task It_comes_in_one_language_where_one_is_asked_for_and_says_what_was_cleared()
    {
        using var estate = new EstateOnDisk();
        var database = EstateDatabase.Existing(estate.Data.Database);
        await new Retention(database, new(database, []), estate.Audit, []).RunAsync(new(), "chen", TimeProvider.System, default);
        var (_, english) = await RunAsync(estate, "--lang", "en");
        var (_, chinese) = await RunAsync(estate, "--lang", "zh");
        Assert.DoesNotMatch(@"\p{IsCJKUnifiedIdeographs}", english);
        Assert.Matches(@"clearing of what is due: last on \d{4}-\d\d-\d\d, nothing left", english);
        Assert.Contains("到期清理：最近", chinese, StringComparison.Ordinal);
        Assert.DoesNotContain("kept: ", chinese, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("there is no database", false)]
    [InlineData("was written by an older program", true)]
    public async Task Without_a_database_of_this_program_it_says_what_to_do(string problem, bool isThere)
    {
        using var estate = new EstateOnDisk();
        if (isThere)
            TestDatabase.Run(estate.Data.Database, "PRAGMA journal_mode = DELETE; PRAGMA user_version = 11");
        else
            File.Delete(estate.Data.Database);
        var before = estate.Fingerprint();
        var (code, said) = await RunAsync(estate);
        Assert.Equal(2, code);
        Assert.Contains(problem, said, StringComparison.Ordinal);
        Assert.Equal(before, estate.Fingerprint());
    }

    [Fact]
    public void Who_may_read_is_the_table_that_the_endpoints_are_compared_with()
    {
        var written = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "access.md"))
            .Where(line => line.StartsWith("| `GET ", StringComparison.Ordinal))
            .Count(line => !line.EndsWith("| everybody |", StringComparison.Ordinal));
        Assert.Equal(written, AccessTable.Readers.Sum(one => one.Paths.Count));
        Assert.Equal(Enum.GetValues<Role>(), AccessTable.Readers.SelectMany(one => one.Roles).Distinct().Order());
        Assert.Contains("/staff/people", AccessTable.Readers.Single(one => one.Roles is [Role.Administrator]).Paths);
    }

    private static Task<(int Code, string Output)> RunAsync(EstateOnDisk estate, params string[] more) =>
        GatewayProgram.RunAsync(null, ["privacy", "report", "--estate", estate.EstateFile, "--data", estate.Data.Root, .. more]);

    /// <summary>Household, card and who wrote the audit.</summary>
    [GeneratedRegex(@"\bh1\b|CARD0001|\bchen\b")]
    private static partial Regex Somebody();
}
