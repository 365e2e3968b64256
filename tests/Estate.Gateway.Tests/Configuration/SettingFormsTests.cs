using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Estate.Gateway.Configuration;
using Xunit;

namespace Estate.Gateway.Tests.Configuration;

/// <summary>
/// Every setting of estate.yaml with every form that YAML knows of a number, a time, a boolean and nothing: taken as it looks, or refused
/// with its line and column.
/// </summary>
public sealed partial class SettingFormsTests
{
    private static readonly string[] Forms =
    [
        "7", "-7", "0", "7.5", "0.25", "\"7\"", "01463", "0o17", "0x10", "0b11", "1_000", "+7", "1e3", "1E3", "7.", ".5", "1.5e2",
        ".inf", "-.inf", ".Inf", "+.INF", ".nan", ".NaN", "NaN", "Infinity", "99999999999",
        "24:29", "03:30", "23:00:00", "190:20:30", "\"23:00\"", "23:00-05:00", "2026-12-01", "2026-12-01T00:00:00", "2026-12-01 00:00:00",
        "2026-12-01T00:00:00Z", "2001-12-14t21:59:43.10-05:00", "\"2026-12-01T00:00:00\"",
        "true", "false", "True", "TRUE", "False", "yes", "Yes", "no", "NO", "on", "On", "off", "y", "n", "\"yes\"",
        "", "~", "null", "Null", "NULL", "\"null\"", "\"\"",
        "!!int 7", "!!str 7", "!!bool yes", "!!float 7", "!!timestamp 2026-12-01", "!own 7", "*other",
    ];

    public static TheoryData<string> Settings => [.. Walk(typeof(EstateFile), "").Select(one => one.Path)];

    [Fact]
    public void The_walk_finds_every_kind_of_setting()
    {
        var found = Walk(typeof(EstateFile), "").ToDictionary(one => one.Path, one => one.Type);
        Assert.Equal(typeof(int), found["households"]);
        Assert.Equal(typeof(bool), found["home_assistant.enabled"]);
        Assert.Equal(typeof(double), found["pins[0].debounce_ms"]);
        Assert.Equal(typeof(int?), found["influx.keep_days"]);
        Assert.Equal(typeof(string), found["alerts.ladder[0].notify[0]"]);
        Assert.Equal(typeof(string), found["devices[0].any"]);
        Assert.True(found.Count > 60);
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void A_setting_is_taken_as_it_looks_or_refused_with_its_place(string path)
    {
        var type = Walk(typeof(EstateFile), "").Single(one => one.Path == path).Type;
        foreach (var form in Forms)
        {
            var expected = Expected(Nullable.GetUnderlyingType(type) ?? type, form);
            try
            {
                var file = StrictYaml.Read<EstateFile>("\n" + Yaml(path, form), "estate.yaml");
                Assert.True(Equals(expected, Get(file!, path)), $"{path}: {form} became {Get(file!, path) ?? "nothing"}");
            }
            catch (ConfigurationException refusal)
            {
                Assert.True(expected is null, $"{path}: {form}: {refusal.Message}");
                Assert.Matches(
                    @"^estate\.yaml, line \d+, column \d+: .*(write|Write|take the line out|leave it out|is not )", refusal.Message);
            }
        }
    }

    /// <summary>Null for what is to be refused.</summary>
    private static object? Expected(Type type, string form)
    {
        if (form is "" or "~" or "null" or "Null" or "NULL" || form[0] is '!' or '*' || BareTime().IsMatch(form))
            return null;
        var text = form.Trim('"');
        if (type == typeof(string))
            return text;
        if (type == typeof(bool))
            return text is "true" or "false" ? (object)(text == "true") : null;
        if (!Decimal().IsMatch(text))
            return null;
        var number = decimal.Parse(text, CultureInfo.InvariantCulture);
        return type == typeof(double) ? (double)number
            : number == Math.Floor(number) && number <= int.MaxValue ? (object)(int)number : null;
    }

    private static IEnumerable<(string Path, Type Type)> Walk(Type section, string path)
    {
        foreach (var member in section.GetProperties())
            foreach (var found in SettingsOf(member.PropertyType, path + JsonNamingPolicy.SnakeCaseLower.ConvertName(member.Name)))
                yield return found;
    }

    private static IEnumerable<(string Path, Type Type)> SettingsOf(Type type, string path) =>
        type == typeof(Dictionary<string, string>) ? [(path + ".any", typeof(string))]
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>) ? SettingsOf(type.GetGenericArguments()[0], path + "[0]")
        : type.DeclaringType == typeof(EstateFile) ? Walk(type, path + ".")
        : [(path, type)];

    /// <summary>A line for each part of the path.</summary>
    private static string Yaml(string path, string value)
    {
        var (yaml, indent) = ("", 0);
        foreach (var part in Part().Matches(path).Select(match => match.Value))
        {
            var isInItem = yaml.EndsWith("- ", StringComparison.Ordinal);
            yaml += (isInItem ? "" : "\n" + new string(' ', indent)) + (part == "[0]" ? "- " : part + ": ");
            indent += 2;
        }
        return yaml + value + "\n";
    }

    private static object? Get(object from, string path)
    {
        object? at = from;
        foreach (var part in Part().Matches(path).Select(match => match.Value))
            at = at switch
            {
                IList list => list[0],
                Dictionary<string, string> line => line[part],
                _ => at!.GetType().GetProperties().Single(one => IsNamed(one, part)).GetValue(at),
            };
        return at;
    }

    private static bool IsNamed(PropertyInfo property, string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name) == name;

    [GeneratedRegex(@"\[0\]|[a-z0-9_]+")]
    private static partial Regex Part();

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$")]
    private static partial Regex Decimal();

    [GeneratedRegex(@"^[0-9]+(:[0-9]+)+$|^[0-9-]+[tT ]")]
    private static partial Regex BareTime();
}
