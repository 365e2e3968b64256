using Estate.Gateway.Found;
using Estate.Gateway.Profiles;
using Estate.Web.Devices;
using Xunit;

namespace Estate.Web.Tests.Devices;

/// <summary>Where no profile fits, one begins with what is known.</summary>
public sealed class FoundDraftTests
{
    [Theory]
    [InlineData("shellies/announce", "lamp-1", "lamp-1", "SHBLB-1")]
    [InlineData(FoundDevice.Lorawan, "24e124136b502217", null, "A: \"quoted\" #thing\n- x")]
    [InlineData(FoundDevice.HomeAssistant, "L1", "lamp", "")]
    public void A_draft_passes_its_own_tests_whatever_the_device_says_it_is(string source, string id, string? level, string product)
    {
        var draft = FoundDraft.Of(new(source, id) { Topic = "a/b", Level = level, Name = "It's {mine}", Product = product });
        Assert.Empty(ProfileEditor.Read("draft", draft).Check());
    }

    [Theory]
    [InlineData("Kitchen plug", "kitchen-plug")]
    [InlineData("plug_kitchen", "plug-kitchen")]
    [InlineData("厨房", "device")]
    [InlineData("c01", "c01-2")]
    [InlineData("--", "device")]
    public void A_name_is_made_of_what_it_calls_itself(string said, string name) =>
        Assert.Equal(name, FoundRow.NameFrom(said, new HashSet<string> { "c01" }));
}
