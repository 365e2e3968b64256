using Estate.Gateway.Rules;
using Estate.TestKit;
using Xunit;

namespace Estate.Gateway.Tests.Rules;

public sealed class RuleFileTests : IDisposable
{
    private const string Good = """
        rules:
          - id: hot
            on: station
            when: value.temp_c > 60.0
            for: 1m30s
            severity: high
            title: {zh: 热, en: Hot}
            text: {zh: "{value.temp_c}", en: "{value.temp_c} °C"}
            do: [alert]
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly TestRules _estate = new();

    private RuleFiles Files => new([_folder.Path, Path.Combine(_folder.Path, "own")], _estate.Schema, ["duty"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void All_members_of_a_rule_are_read()
    {
        var rule = Assert.Single(Files.Check("a.yaml", Good).Rules);

        Assert.Equal(
            ("hot", NodaTime.Duration.FromSeconds(90), Domain.Devices.Severity.High, "Hot"),
            (rule.Id, rule.Source.For, rule.Source.Severity, rule.Source.Title.En));
        Assert.StartsWith("id: hot", rule.Source.Written, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("value.temp_c > 60.0", "value.temp > 60.0", 4, 11, "'value' has no field 'temp'; did you mean 'temp_c'?")]
    [InlineData("value.temp_c > 60.0", "\"true && valu.temp_c > 60.0\"", 4, 20, "undeclared reference to 'valu'")]
    [InlineData("value.temp_c > 60.0", "|\n      true &&\n      value.temp > 60.0", 6, 7, "has no field 'temp'")]
    [InlineData("value.temp_c > 60.0", "value.temp_c / 0.0 > 1.0 && 1 / 0 > 2", 4, 39, "division by zero")]
    [InlineData("{value.temp_c} °C", "{value.temp_k} °C", 8, 40, "has no field 'temp_k'")]
    [InlineData("1m30s", "soon", 5, 10, "'soon' is no length of time such as 90s, 10m")]
    [InlineData("severity: high", "severity: huge", 6, 15, "low, medium or high")]
    [InlineData("on: station", "on: statoin", 3, 9, "did you mean 'station'?")]
    [InlineData("    for:", "    fro:", 5, 5, "a rule has no 'fro'")]
    [InlineData("en: Hot", "fr: Chaud", 7, 12, "'title' needs both languages")]
    [InlineData("[alert]", "[fly]", 9, 9, "'fly' is nothing a rule can do")]
    [InlineData("    do: [alert]", "    do: [alert\n", 0, 0, "")]
    [InlineData("rules:", "rule:", 1, 1, "begins with 'rules:'")]
    [InlineData("    on: station", "    devices: [bins/station-7]\n    on: station", 3, 14, "there is no 'bins/station-7' in estate.yaml")]
    [InlineData("    on: station", "    on: station\n    on: gate", 4, 5, "'on' is there twice")]
    [InlineData("severity: high", "severity:", 6, 5, "nothing stands behind 'severity'")]
    [InlineData("for: 1m30s", "for: 1:30", 5, 10, "'1:30' has no quotes")]
    [InlineData("on: station", "on: !!str station", 3, 9, "would say how to read")]
    [InlineData("do: [alert]", "do: [alert]\n---\nrules: []", 10, 1, "a second document begins here")]
    [InlineData("[alert]", "[ask: {device: gate/x, request: open}]", 9, 9, "there is no device 'gate/x'")]
    public void An_error_has_file_line_column_and_advice(string right, string wrong, int line, int column, string words)
    {
        var (rules, mistakes) = Files.Check("a.yaml", Good.Replace(right, wrong, StringComparison.Ordinal));

        Assert.Empty(rules);
        var mistake = mistakes[0];
        Assert.Contains(words, mistake.Message, StringComparison.Ordinal);
        Assert.Equal("a.yaml", mistake.File);
        if (line > 0)
            Assert.Equal((line, column), ((int)mistake.Line, (int)mistake.Column));
    }

    [Fact]
    public void YAML_bombs_are_refused()
    {
        foreach (var bomb in new[]
        {
            "rules:\n" + new string('[', 100_000),
            "rules:\n  - " + new string('x', 1_000_000),
            "a: &a [x, x]\nrules: [*a, *a]",
            Good.Replace("60.0", "60.0" + string.Concat(Enumerable.Repeat(" + 1.0", 5000)), StringComparison.Ordinal),
            Good.Replace("value.temp_c > 60.0", "device.name.matches('(a*)*\\\\1')", StringComparison.Ordinal),
            "- - - : : :", "rules: {a: b}", "rules: [1, 2]",
        })
            Assert.NotEmpty(Files.Check("a.yaml", bomb).Mistakes);
    }

    [Fact]
    public void Rules_load_all_or_nothing_and_own_rules_replace_shipped_ones()
    {
        File.WriteAllText(_folder.File("a.yaml"), Good);
        Directory.CreateDirectory(_folder.File("own"));
        File.WriteAllText(_folder.File("own/hot.yaml"), Good.Replace("60.0", "70.0", StringComparison.Ordinal));
        Assert.Equal("value.temp_c > 70.0", Files.Read().Rules.Single().Source.When);

        File.WriteAllText(
            _folder.File("own/other.yaml"),
            Good.Replace("id: hot", "id: other", StringComparison.Ordinal).Replace("value.", "valeu.", StringComparison.Ordinal));
        var (rules, mistakes) = Files.Read();

        Assert.Empty(rules);
        Assert.Equal("other.yaml", mistakes[0].File);
    }
}
