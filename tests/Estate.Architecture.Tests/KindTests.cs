using Estate.Domain.Devices;
using NodaTime;
using Xunit;

namespace Estate.Architecture.Tests;

/// <summary>A device kind stands in its folders and lines, and what it is asked for is what all kinds have.</summary>
public sealed class KindTests
{
    private const int MembersOfAKind = 14;
    private const int FewKinds = 4;

    private static readonly SourceTree Tree = SourceTree.Read();

    private static readonly IReadOnlyList<IDeviceKind> Kinds = Gateway.DeviceKinds.WithoutCards(DateTimeZone.Utc);

    [Fact]
    public void A_kind_is_asked_for_little()
    {
        var members = typeof(IDeviceKind).GetProperties().Length + typeof(IDeviceKind).GetMethods().Count(method => !method.IsSpecialName);
        Assert.True(members <= MembersOfAKind, $"IDeviceKind has {members} members; what not every kind has is an interface of its own");
    }

    [Fact]
    public void What_few_kinds_have_is_a_capability_of_its_own()
    {
        Type[] types = [.. Kinds.Select(kind => kind.GetType())];
        Assert.Empty(KindRules.WhatFewKindsNeedIsACapability(types, FewKinds));
        var ofSigns = KindRules.WhatFewKindsNeedIsACapability([.. types.Where(type => type.Name == "SignKind")], few: 1);
        Assert.Contains(ofSigns, breach => breach.StartsWith("Series ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_kind_is_two_folders_and_a_line_in_each_list()
    {
        Assert.Equal("", string.Join("\n", KindRules.AKindTakesTwoFoldersAndALineInEachList(Tree, Kinds)));
        var spread = Tree.With("src/Estate.Adapters/Lifts/Bacnet.cs", "");
        Assert.StartsWith("Lifts: ", Assert.Single(KindRules.AKindTakesTwoFoldersAndALineInEachList(spread, Kinds)));
    }

    /// <summary>A lift obeys its own controller: there is no order for one that a rule, an adapter or a mistake could give.</summary>
    [Fact]
    public void Nothing_ever_commands_a_lift()
    {
        Assert.Empty(KindRules.NothingIsSentTo(Tree, "Lifts"));
        var lift = Kinds.Single(kind => kind.Name == "lift");
        Assert.False(lift is IRuleTargetKind or IWiredKind or IOrderedKind or IReplyKind);
        foreach (var text in new[] { "effects.Command(call);", "effects.Actuate(device, \"door\", true, open);", "IOrderedKind," })
            Assert.NotEmpty(KindRules.NothingIsSentTo(SourceTree.Of(("src/Estate.Domain/Lifts/LiftKind.cs", text)), "Lifts"));
    }

    [Fact]
    public void A_kinds_words_stand_in_its_folders_and_its_lines()
    {
        Assert.Equal("", string.Join("\n", KindRules.AKindsWordsStayWithIt(Tree, Kinds)));
        foreach (var (file, text) in new[]
        {
            ("src/Estate.Web/Shared/Layout.razor", "<a href=\"/gates/s-gate\">"),
            ("src/Estate.Web/Shared/SiteMap.cs", "device.Kind == \"charger\" ? \"charging\" : null"),
            ("src/Estate.Web/Alerts/AlertPage.razor", "<a href='/staff/chargers'>"),
            ("src/Estate.Adapters/Storage/Privacy/Proof.cs", "WHERE purpose <> 'patrol'"),
            ("src/Estate.Web/Patrol/Leak.cs", "machine.StateOf(device) as StationState"),
        })
            Assert.NotEmpty(KindRules.AKindsWordsStayWithIt(SourceTree.Of((file, text)), Kinds));
        var own = SourceTree.Of(("src/Estate.Web/Charging/Fine.razor", "<a href=\"/staff/chargers\">"));
        Assert.Empty(KindRules.AKindsWordsStayWithIt(own, Kinds));
    }
}
