using Estate.Gateway.Configuration;
using Estate.TestKit;
using Xunit;

namespace Estate.Cli.Tests.Commands;

/// <summary>Every error in estate.yaml has its line and column.</summary>
public sealed class EstateFilePlaceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("site: [", "line")]
    [InlineData("sight: x", "sight")]
    [InlineData(
        "site: s\ndevices: [ { id: bins/a } ]\nhouseholds: 1\ndevices: [ { id: bins/b } ]\n", "line 4, column 1: 'devices' is there twice")]
    [InlineData("site: s\nhouseholds: 1\ndevices: [ { id: bins/a, id: bins/b } ]\n", "line 3, column 26: 'id' is there twice")]
    [InlineData("site: s\nhouseholds: 01463\ndevices: [ { id: bins/a } ]\n", "line 2, column 13: '01463' is not a whole number")]
    [InlineData(
        "site: s\nhouseholds: 1\nbroker:\n  # host: 127.0.0.1\ndevices: [ { id: bins/a } ]\n",
        "line 3, column 1: nothing stands behind 'broker'")]
    [InlineData(
        "site: s\nhouseholds: 1\ndevices: [ { id: lift/a, floors: [1, 2] } ]\n",
        "line 3, column 34: one value is expected here, not a list or a group")]
    [InlineData("site: s\nhouseholds: 1\ndevices:\n  -\n  - { id: bins/a }\n", "line 4, column 4: an item of a list has no value")]
    [InlineData("site: s\nhouseholds: 1\ndevices: [ { id: bins/a, behind: } ]\n", "line 3, column 26: nothing stands behind 'behind'")]
    [InlineData(
        "site: s\nhouseholds: 1\ndevices: [ { id: bins/a } ]\n---\nhouseholds: 2\n", "line 4, column 1: a second document begins here")]
    [InlineData(
        "site: s\nhouseholds: 1\ndevices: [ { id: bins/a } ]\nbroker: { port: 0o21 }\n", "line 4, column 17: '0o21' is not a whole number")]
    [InlineData("site: s\nhouseholds: 24:29\ndevices: [ { id: bins/a } ]\n", "line 2, column 13: '24:29' has no quotes")]
    [InlineData(
        "site: s\nhouseholds: 1\ndevices: [ { id: bins/a } ]\nbackup: { folder: /m, at: 24:29 }\n",
        "line 4, column 27: '24:29' has no quotes")]
    [InlineData("site: s\nhouseholds: !!int 0x10\n", "line 2, column 13: 'tag:yaml.org,2002:int' would say how to read")]
    [InlineData("site: &s s\nhouseholds: 1\nzone: *s\n", "line 3, column 7: references (*name) are not read here")]
    [InlineData("home_assistant: { enabled: yes }\n", "line 1, column 28: 'yes' is not true or false")]
    [InlineData("site: s\nhouseholds: 0\ndevices: [ { id: bins/a } ]\n", "line 2, column 13: households: how many")]
    [InlineData("site: s\nhouseholds: 1\ndevices:\n  - { id: bins/a }\n  - { id: bins/a }\n", "line 5, column 11: devices[1].id: ")]
    [InlineData(
        "site: s\nhouseholds: 1\ndevices: [ { id: bins/a } ]\nbroker: { bind: x, port: 0 }\n", "line 4, column 26: broker.port: 1 to")]
    [InlineData(
        "site: s\nhouseholds: 1\ndevices:\n  - { id: bins/a }\n  - { id: \"parking/a[1-9]\", lot: x, behind: y }\n",
        "line 5, column 45: parking/a1: behind is 'y'")]
    [InlineData(
        "site: s\nhouseholds: 1\ndevices:\n  - { id: network/a, behind: network/b }\n  - { id: network/b, behind: network/a }\n",
        "line 4, column 30: network/a: behind goes round in a circle: network/a → network/b → network/a;")]
    [InlineData(
        "site: s\nhouseholds: 1\ndevices: [ { id: bins/a } ]\nsnmp: [ { name: x, version: v3, user: u, auth: none } ]\n",
        "line 4, column 48: snmp[0].auth: 'none' is none of sha, ")]
    [InlineData(
        "site: s\nhouseholds: 1\ndevices: [ { id: bins/a } ]\nsnmp: [ { name: x, version: v3 } ]\n",
        "line 4, column 9: snmp[0].user: v3 asks as")]
    [InlineData(
        "site: s\nhouseholds: 1\ndevices: [ { id: bins/a } ]\nsnmp: [ { name: x, version: v1 } ]\n",
        "line 4, column 29: snmp[0].version: 'v1' is neither")]
    [InlineData(
        "site: s\nhouseholds: 1\ndevices: [ { id: gate/a } ]\npins:\n  - device: gate/a\n    terminal: fire\n    line: GPIO4\n"
        + "    bias: up\n", "line 8, column 11: pins[0]: bias 'up'")]
    public void A_malformed_file_is_reported_with_its_line(string yaml, string part) =>
        Assert.Contains(part, Mistakes(yaml), StringComparison.Ordinal);

    /// <summary>What only a device's kind knows to be wrong has its place in the file, too.</summary>
    [Theory]
    [InlineData("{ id: bins/b, full_at: 1e3 }", "line 5, column 28: bins/b: full_at is '1e3', expected 0 to 1")]
    [InlineData("{ id: \"gate/g[1-3]\", closed: \"24:29\" }", "line 5, column 34: gate/g1: closed: '24:29' is not a time such as")]
    [InlineData("{ id: network/a, probe: icmp, address: 192.168.1 }", "line 5, column 44: network/a: address is '192.168.1', expected")]
    [InlineData(
        "{ id: network/a, probe: snmp, address: a.lan, access: x }",
        "line 5, column 59: network/a: access is 'x', expected a name")]
    [InlineData("{ id: bins/b, probe: icmp, address: 10.0.0.1 }", "line 5, column 26: bins/b: probe is for network; other devices")]
    [InlineData(
        "{ id: \"network/a[1-2]\", probe: icmp, address: 10.0.0.1 }",
        "line 5, column 51: network/a2: address is '10.0.0.1', which is network/a1's")]
    [InlineData("{ id: charger/c, tiers: \"0200:100\" }", "line 5, column 29: charger/c: tiers: '0200:100' is not WATT:PERCENT")]
    public void A_setting_of_a_device_is_refused_with_its_line(string device, string part)
    {
        var model = Read($"site: s\nhouseholds: 1\ndevices:\n  - {{ id: bins/a }}\n  - {device}\n");
        Assert.Contains(
            "estate.yaml, " + part, Assert.Throws<ConfigurationException>(() => InventoryCheck.Pass(model)).Message,
            StringComparison.Ordinal);
    }

    private string Mistakes(string yaml) => Assert.Throws<ConfigurationException>(() => Read(yaml)).Message;

    private EstateModel Read(string yaml)
    {
        File.WriteAllText(_folder.File("estate.yaml"), yaml);
        return EstateFileReader.Read(_folder.File("estate.yaml"));
    }
}
