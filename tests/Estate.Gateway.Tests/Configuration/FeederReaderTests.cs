using Estate.Domain.Devices;
using Estate.Gateway.Configuration;
using Xunit;

namespace Estate.Gateway.Tests.Configuration;

/// <summary>What <c>feeders:</c> may say, and that each mistake is named with its place.</summary>
public sealed class FeederReaderTests : IDisposable
{
    private const string Beginning = """
        site: s1
        households: 10
        devices:
          - { id: charger/c1, sockets: "4" }
          - { id: charger/c2 }
          - { id: gate/main, lock_type: fail_safe }
        feeders:

        """;

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_whole_charger_and_single_sockets_hang_on_their_feeder()
    {
        var model = Read("  - { name: north, limit_w: 6000.5, sockets: [charger/c2, charger/c1/3] }");
        InventoryCheck.Pass(model);
        var (c1, c2) = (model.Inventory[0], model.Inventory[1]);
        Assert.Equal(new Feeder("north", 6000.5), c2.FeederOf(7));
        Assert.Equal((c2.FeederOf(1), null), (c1.FeederOf(3), c1.FeederOf(2)));
    }

    [Theory]
    [InlineData("name: n, limit_w: 0, sockets: [charger/c1]", "line 8, column 25: feeders[0].limit_w: 0 is not more than 0")]
    [InlineData("name: n, limit_w: -5, sockets: [charger/c1]", "line 8, column 25: feeders[0].limit_w: -5 is not more than 0")]
    [InlineData("name: n, limit_w: .nan, sockets: [charger/c1]", "line 8, column 25")]
    [InlineData("name: n, limit_w: 2e3, sockets: [charger/c1]", "line 8, column 25")]
    [InlineData("name: n, limit_w: 2000, limit: 1, sockets: [charger/c1]", "limit")]
    [InlineData("name: North, limit_w: 2000, sockets: [charger/c1]", "feeders[0].name: 'North' is not a short name of [a-z0-9-]")]
    [InlineData("name: n, limit_w: 2000", "feeders[0].sockets: at least one")]
    [InlineData("name: n, limit_w: 2000, sockets: [charger/c9]",
        "line 8, column 41: feeders[0].sockets[0]: 'charger/c9' is not among the devices")]
    [InlineData("name: n, limit_w: 2000, sockets: [charger/c1/0]", "feeders[0].sockets[0]: 'charger/c1/0' is neither a charger")]
    [InlineData("name: n, limit_w: 2000, sockets: [charger/c1/03]", "feeders[0].sockets[0]: 'charger/c1/03' is neither a charger")]
    [InlineData("name: n, limit_w: 2000, sockets: [charger/c1/5]",
        "line 4, column 32: charger/c1: sockets is 4; feeder n names its socket 5")]
    [InlineData("name: n, limit_w: 900, sockets: [charger/c2]",
        "line 5, column 5: charger/c2: max_power_w is 1000, more than its feeder n")]
    [InlineData("name: n, limit_w: 2000, sockets: [gate/main]", "line 6, column 5: gate/main: is no charger and has no sockets")]
    [InlineData("name: n, limit_w: 2000, sockets: [charger/c1/1, charger/c1]",
        "feeders[0].sockets[1]: 'charger/c1' hangs on feeder 'n' already (feeders[0].sockets[0]); a socket has one feeder")]
    public void A_mistake_is_named_with_its_place(string feeder, string expected)
    {
        var error = Assert.Throws<ConfigurationException>(() => InventoryCheck.Pass(Read($"  - {{ {feeder} }}")));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_socket_in_two_feeders_is_refused_with_both_places()
    {
        var error = Assert.Throws<ConfigurationException>(() => Read("""
              - { name: a, limit_w: 2000, sockets: [charger/c1] }
              - { name: b, limit_w: 2000, sockets: [charger/c2, charger/c1/2] }
            """));
        Assert.Contains(
            "feeders[1].sockets[1]: 'charger/c1/2' hangs on feeder 'a' already (feeders[0].sockets[0])", error.Message,
            StringComparison.Ordinal);
        Assert.Contains("line 9, column 53", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_than_ten_hours_in_the_file_is_refused_at_its_line()
    {
        File.WriteAllText(_path, "site: s1\nhouseholds: 10\ndevices:\n  - { id: charger/c1, max_minutes: \"601\" }\n");
        var error = Assert.Throws<ConfigurationException>(() => InventoryCheck.Pass(EstateFileReader.Read(_path)));
        Assert.Contains("line 4, column 36: charger/c1: max_minutes is 601; the file takes at most 600", error.Message,
            StringComparison.Ordinal);
    }

    private EstateModel Read(string feeders)
    {
        File.WriteAllText(_path, Beginning + feeders + "\n");
        return EstateFileReader.Read(_path);
    }
}
