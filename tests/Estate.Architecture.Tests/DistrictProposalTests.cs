using System.Text.RegularExpressions;
using Estate.Domain.Devices;
using Estate.Domain.DistrictProposals;
using Xunit;

namespace Estate.Architecture.Tests;

/// <summary>Down from the district come proposals, and nothing that commands a device.</summary>
public sealed partial class DistrictProposalTests
{
    /// <summary>All code that sees what came from the district before a person has decided.</summary>
    private static readonly string[] WayDown =
    [
        "src/Estate.Domain/DistrictProposals/", "src/Estate.Adapters/District/", "src/Estate.Gateway/Pipeline/Uplink/",
        "src/Estate.Web/Proposals/", "src/Estate.District/Proposals/",
    ];

    private static readonly SourceTree Tree = SourceTree.Read();

    [Fact]
    public void What_may_follow_from_a_proposal_is_a_notice_or_a_decision_on_paper()
    {
        Assert.Equal(["Notice", "Holidays", "Policy", "Rule", "Profile"], Enum.GetNames<ProposedKind>());
        var proposable = typeof(IProposable).Assembly.GetTypes().Where(type => type.IsClass && type.IsAssignableTo(typeof(IProposable)));
        Assert.Equal(["ProposeHolidays", "ProposePolicy", "PublishNotice"], proposable.Select(type => type.Name).Order());
    }

    [Fact]
    public void Nothing_on_the_way_down_can_send_something_to_a_device()
    {
        Assert.Equal("", string.Join("\n", Sendings(Tree)));
        foreach (var text in new[]
        {
            "effects.Command(open);", "effects.Actuate(gate, \"lock\", true, wire);", "AskAsync(new OperateDoor(gate, null, reason), by)",
            "IDeviceRequest order", "new SetSocket()", "PinDrive pins",
        })
            Assert.NotEmpty(Sendings(SourceTree.Of((WayDown[0] + "DistrictProposalReactor.cs", text))));
    }

    [Fact]
    public void The_district_says_only_how_far_it_is_and_what_it_proposes()
    {
        // Simulated estates of the demonstration speak upwards.
        var subjects = Tree.Under("src/Estate.District/")
            .Where(file => !file.Key.Contains("/Demonstration/", StringComparison.Ordinal))
            .SelectMany(file => Published().Matches(file.Value)).Select(found => found.Groups[1].Value);
        Assert.Equal(["position", "proposals"], subjects.Distinct().Order());
        var contract = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "district.md"));
        Assert.Contains("No order to a device crosses this line", contract, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Sendings(SourceTree tree) =>
        from file in tree.Under(WayDown)
        from Match sent in Sends().Matches(Comment().Replace(file.Value, ""))
        select $"{file.Key}: {sent.Value}";

    [GeneratedRegex(
        @"\.(Command|Actuate|Show)\(|\bIDeviceRequest\b|\bPinDrive\b|"
            + @"\b(Set|Operate|LockDown|Reset|Start|Stop|Cut)[A-Z]\w+\(|new (Command|Actuated)\(")]
    private static partial Regex Sends();

    [GeneratedRegex(@"//[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"PublishAsync\(\s*\$""district\.(\w+)\.")]
    private static partial Regex Published();
}
