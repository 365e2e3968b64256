using System.Globalization;
using System.Text.Json;
using Dapper;
using Estate.Bench.Harness;
using Estate.Bench.Widest;
using Estate.Domain.Devices;
using Estate.TestKit;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Estate.Bench.Tests.Widest;

/// <summary>
/// The walk of <c>bench widest</c> over a small year: every address answers, and the statistics are those of the journal.
/// </summary>
public sealed class WidestWalkTests
{
    private const int Facts = 10_000;

    /// <summary>What is said where no day had five households.</summary>
    private const string Few = "few";
    private const string Day = "date(at / 1000, 'unixepoch', '+8 hours')";
    private const string First = "date('now', '+8 hours', @from)", Last = "date('now', '+8 hours', @from, @days || ' days')";

    [Fact]
    public async Task Every_address_answers_its_widest_question_and_the_totals_are_those_of_the_journal()
    {
        using var folder = new TemporaryFolder();
        using var estate = new BenchEstate(
            folder.File("trial"), ReferenceEstate.Stations, TimeProvider.System, devices: ReferenceEstate.Inventory);
        var code = WidestBench.Prepare(estate, TimeProvider.System, Facts, folder.File("kept.db"), isOlder: true);
        await estate.StartAsync();
        var walk = new WidestWalk(estate, code, TimeProvider.System);
        await walk.UntilAddedUpAsync();
        var lines = await walk.RunAsync(WidestQuestions.Patterns(estate.Model, folder.File("patterns")));
        Assert.True(lines.Count > 80, $"{lines.Count} addresses");
        var wrong = lines.Where(line => (int)line.Usual.Status is not (200 or 404));
        Assert.Empty(wrong.Select(line => $"{line.Pattern}: {line.Usual.Status}"));
        Assert.InRange(lines.Count(line => (int)line.Usual.Status == 404), 0, 16);
        using var http = new HttpClient { BaseAddress = new(estate.Url) };
        var answers = new List<string>();
        foreach (var (from, days) in new[] { ("-366 days", 366), ("-200 days", 0), ("-90 days", 31) })
        {
            answers.Add(await FromTotalsAsync(estate, http, from, days));
            Assert.Equal(await FromJournalAsync(estate, from, days), answers[^1]);
        }
        Assert.NotEqual(Few, answers[0]);
    }

    private static async Task<string> FromTotalsAsync(BenchEstate estate, HttpClient http, string from, int days)
    {
        using var connection = Open(estate);
        var (first, last) = connection.QuerySingle<(string, string)>($"SELECT {First}, {Last}", new { from, days });
        var asked = new Uri($"/api/bins/statistics?from={first}&to={last}", UriKind.Relative);
        using var answer = JsonDocument.Parse(await http.GetStringAsync(asked));
        if (answer.RootElement.GetProperty("sorted").ValueKind == JsonValueKind.Null)
            return Few;
        var grams = answer.RootElement.GetProperty("grams_by_category").EnumerateObject()
            .Where(one => one.Value.GetInt64() > 0).OrderBy(one => one.Name, StringComparer.Ordinal)
            .Select(one => $"{one.Name}={one.Value.GetInt64()}");
        return $"{answer.RootElement.GetProperty("sorted").GetInt32()} {string.Join(' ', grams)}";
    }

    /// <summary>By SQL over the bodies of the facts, in days of Shanghai.</summary>
    private static async Task<string> FromJournalAsync(BenchEstate estate, string from, int days)
    {
        using var connection = Open(estate);
        var within =
            $"""
            FROM fact WHERE type = 'deposited' AND {Day} BETWEEN {First} AND {Last} AND {Day} IN (
              SELECT {Day} FROM fact WHERE type = 'deposited' GROUP BY 1
              HAVING count(DISTINCT json_extract(body, '$.household')) >= {DisclosureControl.MinimumCount})
            """;
        var sorted = await connection.ExecuteScalarAsync<long>(
            $"SELECT count(DISTINCT json_extract(body, '$.household')) {within}", new { from, days });
        if (sorted == 0)
            return Few;
        var grams = await connection.QueryAsync<(string What, long Sum)>(
            $"SELECT json_extract(body, '$.category'), sum(json_extract(body, '$.grams')) {within} GROUP BY 1 ORDER BY 1",
            new { from, days });
        var sums = string.Join(' ', grams.Select(one => $"{one.What}={one.Sum}"));
        return string.Create(CultureInfo.InvariantCulture, $"{sorted} {sums}");
    }

    private static SqliteConnection Open(BenchEstate estate)
    {
        var connection = new SqliteConnection($"Data Source={estate.Folder.Database};Mode=ReadOnly;Pooling=False");
        connection.Open();
        return connection;
    }
}
