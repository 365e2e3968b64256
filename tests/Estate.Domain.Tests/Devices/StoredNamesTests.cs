using System.Text.Json.Serialization;
using Estate.Domain.Alerts;
using Estate.Domain.Bins;
using Estate.Domain.Charging;
using Estate.Domain.Devices;
using Estate.Domain.Gate;
using Estate.Domain.Patrol;
using Estate.Domain.Rules;
using Xunit;

namespace Estate.Domain.Tests.Devices;

/// <summary>Members may be renamed; their names in existing databases and rules stay.</summary>
public sealed class StoredNamesTests
{
    private static readonly JsonSerializerContext[] Contexts =
        [AlertJson.Default, StationJson.Default, ChargingJson.Default, GateJson.Default, PatrolJson.Default, RuleJson.Default,
            DeviceJson.Default];

    [Theory]
    [InlineData(typeof(Alert), "is_retro is_unstable hidden explains tellings")]
    [InlineData(typeof(AlertRaised), "is_retro")]
    [InlineData(typeof(Condition), "explains")]
    [InlineData(typeof(EventTime), "is_placed")]
    [InlineData(typeof(StationState), "early")]
    [InlineData(typeof(TapSession), "is_settled")]
    [InlineData(typeof(Trip), "is_retro")]
    [InlineData(typeof(GateState), "is_deaf")]
    [InlineData(typeof(ClosingWatch), "told_seconds")]
    [InlineData(typeof(PatrolState), "judged_until")]
    [InlineData(typeof(RuleState), "is_told")]
    public void Stored_members_keep_their_names(Type type, string names)
    {
        var schema = Contexts.Select(context => context.GetTypeInfo(type)).First(known => known is not null)!;
        Assert.Empty(names.Split(' ').Except(schema.Properties.Select(property => property.Name)));
    }

    [Fact]
    public void Rules_read_a_fact_by_its_stored_names() =>
        Assert.Contains(FactFields.Of(typeof(AlertRaised), AlertJson.Default.AlertFact), field => field.Name == "is_retro");
}
