using Estate.Adapters.Probing;
using Estate.Domain.Devices;
using Xunit;

namespace Estate.Adapters.Tests.Probing;

/// <summary>Lines of a box that is asked: what cannot be is refused, with the device and the setting in front.</summary>
public sealed class ProbeTargetTests
{
    private static readonly SnmpAccess Old = new("old", false, "", "", null), Core = new("core", true, "estate", "SHA-256", "AES");

    [Theory]
    [InlineData("probe=echo address=10.0.0.1", "probe is 'echo', expected icmp or snmp")]
    [InlineData("probe=icmp", "address is ''")]
    [InlineData("probe=icmp address=192.168.1", "address is '192.168.1'")]
    [InlineData("probe=icmp address=192.168.1.300", "address is '192.168.1.300'")]
    [InlineData("probe=icmp address=-oProxy", "address is '-oProxy'")]
    [InlineData("probe=icmp address=a;reboot", "address is 'a;reboot'")]
    [InlineData("probe=icmp address=224.0.0.1", "address is '224.0.0.1', which is no single box's")]
    [InlineData("probe=icmp address=255.255.255.255", "address is '255.255.255.255', which is no single box's")]
    [InlineData("probe=icmp address=10.0.0.1 every_s=0.5", "every_s is '0.5', expected 1 to 300 seconds")]
    [InlineData("probe=icmp address=10.0.0.1 clients=1.3.6.1.4.1.9", "clients is for probe: snmp")]
    [InlineData("probe=snmp address=10.0.0.1", "access is '', expected old or core")]
    [InlineData("probe=snmp address=10.0.0.1 access=new", "access is 'new', expected old or core")]
    [InlineData("probe=snmp address=10.0.0.1 access=old uplink=0", "uplink is '0', expected 1 to")]
    [InlineData("probe=snmp address=10.0.0.1 access=old port=70000", "port is '70000', expected 1 to 65535")]
    [InlineData("probe=snmp address=10.0.0.1 access=old clients=ifNumber.0", "clients is 'ifNumber.0', expected the OID")]
    [InlineData("probe=snmp address=10.0.0.1 access=old clients=1.3.6.1.4.1.99999999999", "clients is '1.3.6.1.4.1.99999999999'")]
    [InlineData("probe=snmp address=10.0.0.1 access=old clients=-v", "clients is '-v'")]
    public void A_line_that_cannot_be_is_refused(string lines, string why) => Assert.StartsWith(
        "network/ap-1: " + why, Assert.Throws<FormatException>(() => Of(lines)).Message, StringComparison.Ordinal);

    [Fact]
    public void What_is_left_out_has_its_default()
    {
        var target = Of("probe=snmp address=ap-1.lan access=core clients=1.3.6.1.4.1.9.1 uplink=3");
        Assert.Equal(("ap-1.lan", 161, 60.0, 3, ".1.3.6.1.4.1.9.1"),
            (target.Address, target.Port, target.Every.TotalSeconds, target.Uplink, target.ClientsOid));
        Assert.Equal("core", target.Access?.Name);
        Assert.Null(Of("probe=icmp address=fe80::1").Access);
    }

    [Fact]
    public void An_address_that_can_be_written_in_several_ways_is_one_place() =>
        Assert.Equal(Of("probe=icmp address=fe80::1").Place, Of("probe=icmp address=FE80:0:0:0:0:0:0:1").Place);

    [Theory]
    [InlineData(false, null, "old: the community is missing")]
    [InlineData(false, " \n", "old: the community is missing")]
    [InlineData(false, "open\"sesame", "old: the community has at most")]
    [InlineData(true, "short", "core: the passphrase has fewer than 8 letters")]
    [InlineData(true, "long enough", "core: the passphrase of privacy is missing")]
    [InlineData(true, "long enough\nlängerer Satz", "core: the passphrase of privacy has at most")]
    public void A_secret_that_cannot_be_is_refused_and_not_said(bool isV3, string? secret, string why)
    {
        var mistake = Assert.Throws<FormatException>(() => (isV3 ? Core : Old).Configuration(secret)).Message;
        Assert.StartsWith(why, mistake, StringComparison.Ordinal);
        Assert.DoesNotContain("sesame", mistake, StringComparison.Ordinal);
    }

    private static ProbeTarget Of(string lines) => ProbeTarget.From(
        new(new("network", "ap-1"), lines.Split(' ').Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1])),
        [Old, Core]);
}
