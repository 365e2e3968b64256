using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.RegularExpressions;
using Estate.Domain.Charging;
using Estate.Domain.Devices;
using Estate.Gateway.Configuration;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Gateway.Tests.Configuration;

/// <summary>Every number of estate.yaml and of every device's line: within its bounds, or refused with its place.</summary>
public sealed partial class SettingNumberTests : IDisposable
{
    private static readonly string[] NotFinite =
        ["NaN", ".nan", ".NaN", "nan", "Infinity", ".inf", "-.inf", "+.inf", "∞", "1e999", "-1e999"];
    private static readonly string[] Odd =
    [
        "-0.0", "-1", "1e308", "-1e308", "2147483647", "2147483648", "-2147483648", "9007199254740993", "9223372036854775807",
        "1_000", "1:30", "0x10", "1,5", "01463", "0o17", "0b1", "1e3", "+7", "7.", ".5",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string> DeviceSettingNames =>
        [.. TestInventory.Kinds.SelectMany(kind => NamesOf(kind).Select(name => (kind.Name, name)))];

    [Theory]
    [MemberData(nameof(DeviceSettingNames))]
    public void A_device_setting_that_is_not_a_finite_number_is_refused_or_harmless(string kindName, string name)
    {
        var kind = TestInventory.Kinds.Single(one => one.Name == kindName);
        foreach (var value in NotFinite.Concat(Odd))
            try
            {
                // It begins, lives for a day and can be written down.
                var device = TestInventory.Device(kind, (name, value));
                var inventory = TestInventory.Devices.Where(one => one.Device != device.Device).Append(device);
                var machine = new EstateMachine(TestInventory.Kinds, inventory, []);
                var start = Instant.FromUtc(2026, 11, 29, 0, 0);
                for (var hour = 0; hour < 24; hour++)
                    machine.Step(new Tick(start + Duration.FromHours(hour)));
                var state = JsonSerializer.Serialize(machine.StateOf(device.Device), kind.StateSchema);
                Assert.DoesNotContain("-0,", state, StringComparison.Ordinal);
            }
            catch (FormatException mistake)
            {
                Assert.Contains($"{kindName}/one", mistake.Message, StringComparison.Ordinal);
                Assert.Contains(name, mistake.Message, StringComparison.Ordinal);
            }
    }

    [Theory]
    [InlineData("charger", "tiers", "NaN:100")]
    [InlineData("charger", "tiers", "100:NaN")]
    [InlineData("charger", "tiers", "1e999:100")]
    [InlineData("charger", "max_power_w", "NaN")]
    [InlineData("charger", "energy_fen_per_kwh", "1e300")]
    [InlineData("charger", "sockets", "NaN")]
    [InlineData("bins", "full_at", "NaN")]
    [InlineData("bins", "hot_at_c", "1e999")]
    [InlineData("parking", "heartbeat_min", "1e300")]
    [InlineData("parking", "unchanged_days", "NaN")]
    [InlineData("sign", "margin", "1e10")]
    [InlineData("gate", "pulse_s", "0,5")]
    [InlineData("gate", "pulse_s", "05")]
    [InlineData("charger", "max_power_w", "1e3")]
    [InlineData("charger", "tiers", "0200:100")]
    [InlineData("parking", "confirm_s", "+7")]
    [InlineData("sign", "margin", " 7")]
    public void What_is_no_decimal_number_of_its_range_is_refused(string kindName, string name, string value)
    {
        var kind = TestInventory.Kinds.Single(one => one.Name == kindName);
        var mistake = Assert.Throws<FormatException>(() => kind.Initial(TestInventory.Device(kind, (name, value))));
        Assert.Contains(name, mistake.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> EstateNumbers => [.. NumbersOf(typeof(EstateFile), "").Select(one => (one.Path, one.Yaml))];

    [Theory]
    [MemberData(nameof(EstateNumbers))]
    public void A_number_in_estate_yaml_means_what_it_looks_like_or_is_refused_with_its_line(string path, string yaml)
    {
        foreach (var value in NotFinite.Concat(Odd))
        {
            var households = path == "households" ? "" : "households: 7";
            File.WriteAllText(_folder.File("estate.yaml"), $$"""
                site: s
                {{households}}
                devices: [ { id: bins/a } ]
                {{yaml.Replace("NUMBER", value, StringComparison.Ordinal)}}
                """);
            try
            {
                EstateFileReader.Read(_folder.File("estate.yaml"));
                Assert.True(WholeOrDecimal().IsMatch(value), $"{path}: {value} was taken");
            }
            catch (ConfigurationException mistake)
            {
                var section = path.Split('.', '[')[0];
                Assert.True(
                    new[] { ", line ", section }.Any(place => mistake.Message.Contains(place, StringComparison.Ordinal)),
                    $"{path}: {value}: {mistake.Message}");
            }
        }
    }

    [Theory]
    [InlineData("wet_share_goal: 1", "sorting.wet_share_goal")]
    [InlineData("wet_share_goal: 40", "sorting.wet_share_goal")]
    [InlineData("participation_goal: 0", "sorting.participation_goal")]
    [InlineData("participation_goal: 90", "sorting.participation_goal")]
    public void A_goal_of_sorting_is_a_share_of_one(string goal, string name)
    {
        var mistake = Assert.Throws<ConfigurationException>(() => ReadSorting(goal));
        Assert.Contains(name, mistake.Message, StringComparison.Ordinal);
        Assert.Equal(new SortingSettings(0.4, 1), ReadSorting("wet_share_goal: 0.4, participation_goal: 1").Goals);
        Assert.Equal(new SortingSettings(null, null), ReadSorting("").Goals);
    }

    private EstateModel ReadSorting(string goals)
    {
        File.WriteAllText(_folder.File("estate.yaml"), $$"""
            site: s
            households: 7
            devices: [ { id: bins/a } ]
            sorting: { {{goals}} }
            """);
        return EstateFileReader.Read(_folder.File("estate.yaml"));
    }

    private static IEnumerable<string> NamesOf(IDeviceKind kind)
    {
        var asked = new AskedSettings(TestInventory.Device(kind).Values);
        kind.Initial(new(new(kind.Name, "one"), asked));
        return asked.Names.Concat(kind.Name == "charger" ? BoardParameters.Names : []).Except(["id"]).Distinct()
            .Order(StringComparer.Ordinal);
    }

    /// <summary>Each number with the lines that lead to it.</summary>
    private static IEnumerable<(string Path, string Yaml)> NumbersOf(Type section, string path)
    {
        foreach (var member in section.GetProperties())
        {
            var type = Nullable.GetUnderlyingType(member.PropertyType) ?? member.PropertyType;
            var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(member.Name);
            if (type == typeof(int) || type == typeof(double))
                yield return (path + name, $"{name}: NUMBER");
            else if (type.DeclaringType == typeof(EstateFile))
                foreach (var (inner, yaml) in NumbersOf(type, $"{path}{name}."))
                    yield return (inner, $"{name}: {{ {yaml} }}");
            else if (ItemOf(type) is { } item)
                foreach (var (inner, yaml) in NumbersOf(item, $"{path}{name}[0]."))
                    yield return (inner, $"{name}: [ {{ {yaml} }} ]");
        }
    }

    private static Type? ItemOf(Type list) =>
        list.IsGenericType && list.GetGenericTypeDefinition() == typeof(List<>) && list.GetGenericArguments()[0] is var item
            && item.DeclaringType == typeof(EstateFile) ? item : null;

    /// <summary>Remembers what was asked for.</summary>
    private sealed class AskedSettings(IReadOnlyDictionary<string, string> values) : IReadOnlyDictionary<string, string>
    {
        internal HashSet<string> Names { get; } = [];

        public string this[string key] => values[key];
        public IEnumerable<string> Keys => values.Keys;
        public IEnumerable<string> Values => values.Values;
        public int Count => values.Count;

        public bool ContainsKey(string key) => Names.Add(key) ? values.ContainsKey(key) : values.ContainsKey(key);

        public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value)
        {
            Names.Add(key);
            return values.TryGetValue(key, out value);
        }

        public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => values.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    [GeneratedRegex(@"^-?(0|[1-9]\d*)(\.\d+)?$")]
    private static partial Regex WholeOrDecimal();
}
