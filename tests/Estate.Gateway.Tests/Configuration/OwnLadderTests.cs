using Estate.Gateway.Configuration;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Gateway.Tests.Configuration;

/// <summary>Ladders of their own, as estate.yaml says them.</summary>
public sealed class OwnLadderTests
{
    private readonly List<string> _wrong = [];

    [Fact]
    public void Types_that_are_named_climb_their_own_ladder_and_the_others_the_common_one()
    {
        var policy = Read(["trapped", "fire"], Step(0, "duty"), Step(1, "firm"), Step(10, "city"));
        Assert.Empty(_wrong);
        Assert.Equal(["duty", "firm", "city"], policy.LadderOf("trapped").SelectMany(step => step.Notifiers));
        Assert.Equal(Duration.FromMinutes(1), policy.LadderOf("fire")[1].After);
        Assert.Same(policy.Ladder, policy.LadderOf("silent"));
        Assert.Contains("city", policy.Steps.SelectMany(step => step.Notifiers));
        var hurried = policy.Climbed(after => after / 20);
        Assert.Equal(Duration.FromSeconds(30), hurried.LadderOf("trapped")[2].After);
        Assert.Equal(policy.Ladder[1].After / 20, hurried.Ladder[1].After);
    }

    /// <summary>Whoever is trapped, or calls for help, does not wait five minutes for a telephone.</summary>
    [Theory]
    [InlineData("trapped", "Staff desk 0, Duty phone 1, Lift maintenance firm 3, The city's lift rescue, 96333 10")]
    [InlineData("help_called", "Neighbour volunteers 0, Staff desk 1, Phone the family 3")]
    public void The_reference_estate_climbs_quickly_where_it_is_a_life(string type, string steps)
    {
        var estate = EstateFileReader.Read(Path.Combine(Repository.Root, "deploy", "reference", "estate.yaml"));
        Assert.Equal(
            steps, string.Join(", ", estate.Alerts.Policy.LadderOf(type).Select(step => $"{step.Name.En} {step.After.TotalMinutes:0}")));
    }

    [Fact]
    public void What_is_wrong_is_said_with_its_place()
    {
        Read([], Step(0, "duty"));
        Read(["trapped", "trapped"], Step(5, "duty"), Step(1, "firm"));
        Read(["trapped"]);
        Read(["trapped"], Step(0, "nobody"));
        Assert.Equal(
            ["alerts.ladders[0]: for which types of alerts (for: [trapped]), and steps as those of alerts.ladder",
            "alerts.ladders[0]: after_min rises from step to step", "alerts.ladders[0].for: 'trapped' has a ladder already",
            "alerts.ladders[0]: for which types of alerts (for: [trapped]), and steps as those of alerts.ladder",
            "alerts.ladders[0].steps[0].notify: there is no notifier 'nobody'"], _wrong);
    }

    private static EstateFile.LadderSection Step(double minutes, string notifier) =>
        new() { Zh = "步", En = "Step", AfterMin = minutes, Notify = [notifier] };

    private Domain.Alerts.AlertPolicy Read(List<string> types, params List<EstateFile.LadderSection> steps)
    {
        var section = new EstateFile.AlertsSection
        {
            Ladders = [new() { For = types, Steps = steps }],
            Notifiers = [.. ((string[])["duty", "firm", "city"]).Select(name =>
                new EstateFile.NotifierSection { Name = name, Type = "wecom" })],
        };
        return AlertsModel.From(section, [], _wrong.Add).Policy;
    }
}
