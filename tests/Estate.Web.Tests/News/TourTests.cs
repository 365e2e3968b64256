using System.Text.RegularExpressions;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using Estate.Web.Tests.Shared;
using Xunit;

namespace Estate.Web.Tests.News;

/// <summary>The tour says where the rest of the estate can be seen; those pages are there, in both languages' tables.</summary>
public sealed partial class TourTests
{
    /// <summary>Of each kind and each part of the residents' say that the estate has.</summary>
    private static readonly string[] Mission =
    [
        "/lifts", "/staff/lifts", "/staff/calls", "/garage", "/staff/garage", "/staff/sweepers", "/staff/sensors", "/projects", "/wishes",
        "/polls", "/funds", "/visits",
    ];

    [Fact]
    public async Task Each_row_names_pages_that_there_are()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        var patterns = SitePages.Pages(gateway).Select(pattern => new Regex($"^{Parameter().Replace(pattern, "[^/]+")}$")).ToList();
        var (english, chinese) = (PathsOf("en"), PathsOf("zh"));
        Assert.Equal(english, chinese);
        Assert.Empty(Mission.Except(english));
        Assert.All(english, path => Assert.Contains(patterns, pattern => pattern.IsMatch(path)));
    }

    /// <summary>Of the second column of the table of three.</summary>
    private static List<string> PathsOf(string language) =>
        [.. File.ReadAllLines(Path.Combine(Repository.Root, "docs", language, "tour.md"))
            .Select(line => line.Split('|')).Where(cells => cells.Length == 5)
            .SelectMany(cells => Address().Matches(cells[2]).Select(match => match.Groups[1].Value))];

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();

    [GeneratedRegex("`(/[^`]*)`")]
    private static partial Regex Address();
}
