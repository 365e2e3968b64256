using System.Globalization;
using System.Text.RegularExpressions;
using Estate.Gateway.Configuration;
using Estate.Gateway.Profiles;
using Estate.TestKit;
using Estate.Web.Plan;
using Xunit;

namespace Estate.Cli.Tests.Commands;

/// <summary>
/// Every YAML file that the gateway reads: each of its members written twice, and each of its numbers written otherwise than in decimal
/// digits, is refused with its line and column.
/// </summary>
public sealed partial class YamlFilesTests
{
    private const string Estate = """
        site: s
        households: 7
        devices:
          - id: bins/a
            label: A
          - { id: bins/b, label: B }
        broker:
          port: 7
        alerts:
          ladder:
            - after_min: 7
              notify: [ duty ]
        """;

    private const string Devices = """
        - id: bins/a
          label: A
        - { id: bins/b, label: B }
        """;

    private const string Rules = """
        rules:
          - id: full
            on: station
            when: fill > 0.9
            title: { zh: 满, en: Full }
            labels:
              area: waste
            do:
              - ask:
                  device: gate/a
                  request: open
                  with:
                    reason: full
        """;

    private const string Profile = """
        title:
          zh: 探头
          en: Sensor
        maker: Ours
        source: { link: "https://example.org/", version: "1" }
        kind: bins
        lorawan:
          codec: d.js
        habits:
          every: 20m
        messages:
          - port: 7
            from: decoded
            gives:
              - level:
                  category: "'wet'"
                  fill: 1 - payload.d.value / 1000
        tests:
          - decoded:
              d:
                value: 7
            gives: [ { level: { category: wet, fill: 0.993 } } ]
        """;

    private const string Plan = """
        width_m: 7
        height_m: 7
        buildings:
          - "7: 1,1 2,2"
        """;

    private const string Repository = """
        uplinkDecoder:
          fileName: d.js
          examples:
            - description: b
              input:
                fPort: 7
                bytes: [ 7, 7 ]
              output: { data: { value: 7 } }
        """;

    /// <summary>Each file by the source that has it read; those that the benches read have tests of their own.</summary>
    private static readonly Dictionary<string, (string Source, string Right, Func<string, string> Mistakes)> Files = new()
    {
        ["estate.yaml"] = ("Configuration/EstateFileReader.cs", Estate, text => Refusal<EstateFile>(text)),
        ["devices.yaml"] = (
            "Configuration/InventoryChanges.cs", Devices, text => Refusal<List<Dictionary<string, string>>>(text)),
        ["plan.yaml"] = ("Plan/PlanStore.cs", Plan, text => Refusal<PlanFile>(text)),
        ["rules"] = ("Configuration/RuleFileReader.cs", Rules, text => string.Join('\n', RuleFileReader.Read("r.yaml", text).Mistakes)),
        ["profile"] = ("Configuration/ProfileFileReader.cs", Profile, text => string.Join('\n', ProfileBook.Read("p.yaml", text).Errors)),
        ["codec repository"] = ("Configuration/RepositoryCodecs.cs", Repository, RepositoryMistakes),
    };

    public static TheoryData<string> Names => [.. Files.Keys];

    [Fact]
    public void Whoever_reads_YAML_is_in_this_walk()
    {
        var readers = Directory.EnumerateFiles(Path.Combine(TestKit.Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.EndsWith("/StrictYaml.cs", StringComparison.Ordinal)
                && ReadsYaml().IsMatch(File.ReadAllText(file)))
            .Select(file => string.Join('/', file.Split('/')[^2..])).Order(StringComparer.Ordinal);
        // Once more for the places of settings, of a file that was read.
        Assert.Equal(
            Files.Values.Select(one => one.Source).Append("Configuration/SettingPlaces.cs").Order(StringComparer.Ordinal), readers);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_member_that_is_there_twice_is_refused_with_its_place(string name)
    {
        var (_, right, mistakes) = Files[name];
        Assert.Equal("", mistakes(right));
        var lines = right.Split('\n');
        var tried = 0;
        foreach (var (number, line) in lines.Index())
        {
            // On a line of its own, below; or within braces, before.
            foreach (var (twice, row, column, member) in OwnLine(lines, number, line).Concat(InBraces(lines, number, line)))
            {
                var said = mistakes(twice);
                Assert.True(
                    said.Contains(string.Create(CultureInfo.InvariantCulture, $"line {row}, column {column}"), StringComparison.Ordinal)
                        && said.Contains(member, StringComparison.Ordinal),
                    $"{name}: {member} twice in line {row}, column {column}: {said}");
                tried++;
            }
        }
        Assert.True(tried >= 2, $"{name}: {tried} members");
    }

    [Theory]
    [InlineData("estate.yaml", 3)]
    [InlineData("plan.yaml", 2)]
    [InlineData("profile", 2)]
    [InlineData("codec repository", 4)]
    public void A_number_that_is_another_to_the_next_reader_of_YAML_is_refused_with_its_place(string name, int numbers)
    {
        var (_, right, mistakes) = Files[name];
        var places = Seven().Matches(right);
        Assert.Equal(numbers, places.Count);
        // What is a number, and to all the same, may stand in what others wrote.
        foreach (var form in name == "codec repository" ? new[] { "07", "0o7", "0b11", "7_0", "-07", ".inf", ".NaN" }
            : ["07", "0o7", "0b11", "7_0", "-07", ".inf", ".NaN", "0x7", "7e0", "+7", "7.", ".7"])
            foreach (Match place in places)
            {
                var said = mistakes(right[..place.Index] + form + right[(place.Index + 1)..]);
                var before = right[..place.Index];
                var row = before.Count(letter => letter == '\n') + 1;
                Assert.True(
                    said.Contains($"line {row}, column {place.Index - before.LastIndexOf('\n')}", StringComparison.Ordinal)
                        && said.Contains(form, StringComparison.Ordinal),
                    $"{name}: {form} in line {row}: {said}");
            }
    }

    [Theory]
    [InlineData("0x1F", "31")]
    [InlineData("+7", "7")]
    [InlineData("1e3", "1000")]
    [InlineData("-0.5", "-0.5")]
    [InlineData("\"07\"", "\"07\"")]
    [InlineData("v07", "\"v07\"")]
    [InlineData("2026-12-01", "\"2026-12-01\"")]
    public void A_number_of_a_makers_cases_is_what_all_read(string form, string json)
    {
        using var folder = new TemporaryFolder(inMemory: true);
        File.WriteAllText(folder.File("x.yaml"), Repository.Replace("value: 7", $"value: {form}", StringComparison.Ordinal));
        Assert.Contains($"\"value\":{json}", RepositoryCodecs.Find(folder.Path).Single().Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'{\"d\":{\"value\":7,\"value\":8}}'")]
    [InlineData("'{\"d\":{\"value\":07}}'")]
    public void JSON_that_was_copied_into_a_test_is_as_strict(string json) => Assert.Contains(
        "line 19, column 14: decoded: is the JSON",
        Files["profile"].Mistakes(
            Profile.Replace("decoded:\n      d:\n        value: 7", $"decoded: {json}", StringComparison.Ordinal)),
        StringComparison.Ordinal);

    private static string Refusal<T>(string text)
        where T : class
    {
        try
        {
            StrictYaml.Read<T>(text, "file.yaml");
            return "";
        }
        catch (ConfigurationException refusal)
        {
            return refusal.Message;
        }
    }

    private static string RepositoryMistakes(string text)
    {
        using var folder = new TemporaryFolder(inMemory: true);
        File.WriteAllText(folder.File("x.yaml"), text);
        return string.Join('\n', RepositoryCodecs.Find(folder.Path).Select(one => one.Problem).OfType<string>());
    }

    private static IEnumerable<(string Text, int Row, int Column, string Member)> OwnLine(string[] lines, int number, string line)
    {
        if (Own().Match(line) is not { Success: true } own)
            yield break;
        var twice = new string(' ', own.Groups[1].Length) + own.Groups[2].Value;
        yield return (
            string.Join('\n', [.. lines[..(number + 1)], twice, .. lines[(number + 1)..]]), number + 2, own.Groups[1].Length + 1,
            own.Groups[3].Value);
    }

    private static IEnumerable<(string Text, int Row, int Column, string Member)> InBraces(string[] lines, int number, string line) =>
        Braced().Matches(line).Select(member => (
            string.Join(
                '\n', [.. lines[..number], line.Insert(member.Groups[1].Index, member.Groups[1].Value + ", "), .. lines[(number + 1)..]]),
            number + 1, member.Groups[1].Index + member.Groups[1].Length + 3, member.Groups[2].Value));

    [GeneratedRegex(@"\bStrictYaml\.(Read|Nodes|OthersNodes)\b")]
    private static partial Regex ReadsYaml();

    /// <summary>A member with its value on one line.</summary>
    [GeneratedRegex(@"^((?: |- )*)(([A-Za-z_]+): (?![{[]).+)$")]
    private static partial Regex Own();

    /// <summary>The first within braces.</summary>
    [GeneratedRegex(@"\{ (([a-z_]+): [^,{}]+?)(?=,| \})")]
    private static partial Regex Braced();

    [GeneratedRegex(@"(?<=: |\[ |, )7(?=\n|,| )|(?<=: )7$")]
    private static partial Regex Seven();
}
