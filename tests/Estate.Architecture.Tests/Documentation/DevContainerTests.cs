using System.Text.RegularExpressions;
using Xunit;

namespace Estate.Architecture.Tests.Documentation;

/// <summary>The dev container has every package that the tests ask apt for.</summary>
public sealed partial class DevContainerTests
{
    private static readonly SourceTree Sources = SourceTree.Read();

    [Fact]
    public void The_dev_container_has_what_the_tests_need()
    {
        var needs = Sources.Files["tests/Estate.TestRunner/Needs.cs"];
        var dockerfile = File.ReadAllText(Path.Combine(SourceTree.Root, ".devcontainer", "Dockerfile"));
        Assert.Empty(Missing(needs, dockerfile));
        Assert.Equal("a-new-server", Assert.Single(Missing(needs + "(\"NewServer\", [\"a-new-server\"])", dockerfile)));
    }

    private static IEnumerable<string> Missing(string needs, string dockerfile) =>
        from Match list in List().Matches(needs)
        from Match package in Quoted().Matches(list.Value)
        let name = package.Groups[1].Value
        where !Regex.IsMatch(dockerfile, $@"(?<=\s){Regex.Escape(name)}(?=\s)")
        select name;

    [GeneratedRegex(@"\[(""[a-z0-9-]+""(, )?)+\]")]
    private static partial Regex List();

    [GeneratedRegex(@"""([a-z0-9-]+)""")]
    private static partial Regex Quoted();
}
