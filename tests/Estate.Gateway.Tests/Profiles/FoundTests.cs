using System.Text;
using Estate.Gateway.Profiles;
using Xunit;

namespace Estate.Gateway.Tests.Profiles;

/// <summary>What announces itself on the broker, and which profile fits.</summary>
public sealed class FoundTests
{
    [Theory]
    [InlineData("tasmota", """{"ip":"192.168.0.7","dn":"Tasmota","t":"plug_kitchen","if":0,"sw":"14.2.0"}""", "plug_kitchen")]
    [InlineData("tasmota", """{"t":"lamp","if":1}""", null)]
    [InlineData("shelly", """{"src":"shellyplusplugs-7c","method":"NotifyFullStatus"}""", "shellyplusplugs-7c")]
    [InlineData("shelly", """{"src":"shellyplusplugs-7c","method":"NotifyStatus"}""", null)]
    [InlineData("shelly-gen1", """{"id":"shellyplug-s-7A","model":"SHPLG-S","mac":"7A","new_fw":false}""", "shellyplug-s-7A")]
    [InlineData("shelly-gen1", """{"id":"shelly1-7A","model":"SHSW-1"}""", null)]
    [InlineData("shelly-gen1", "announce", null)]
    public void An_announcement_names_its_device(string profile, string announcement, string? device) =>
        Assert.Equal(
            device, Assert.Single(ProfileBook.Shipped.Find(profile)!.Profile!.Found).DeviceOf(Encoding.UTF8.GetBytes(announcement)));
}
