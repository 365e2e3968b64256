using System.Text.Json.Serialization.Metadata;
using Estate.Adapters.Storage.Privacy;
using Estate.Domain.Alerts;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;
using Estate.Domain.DistrictProposals;
using Estate.Domain.Funds;
using Estate.Domain.Notices;
using Estate.Domain.People;
using Estate.Domain.Points;
using Estate.Domain.Projects;
using Estate.Domain.Rules;
using Estate.Domain.Visits;
using Estate.Gateway;
using NodaTime;
using Xunit;

namespace Estate.Cli.Tests.Privacy;

/// <summary>Every text within a stored body is known to say who somebody is, or not to.</summary>
public sealed class PersonalMemberTests
{
    /// <summary>Devices, places, numbers and words of the program.</summary>
    private static readonly string[] Nobody =
    [
        "about", "about_projects", "affected_devices", "alert", "bay", "bike", "call", "channel", "checkpoint", "checksum", "command_id",
        "component", "condition", "content", "correlation_id", "day", "digest", "ended", "event", "explains", "feeder", "firm", "floor",
        "from", "gone", "hidden", "hides", "how", "id", "labels", "missed", "missing", "name", "notice", "notifier", "open", "order",
        "permit", "picture", "placements", "poll", "problem", "project", "projects", "proposal", "quarter", "rebased_on", "request",
        "result", "rounds", "route", "rule", "scope", "sensor", "session", "shown", "silence", "silences", "slice", "slot", "source",
        "target", "to", "type", "visit", "wishes", "written", "zone",
    ];

    /// <summary>Sentences, and what people write: in those, erasing a household replaces its number.</summary>
    private static readonly string[] Prose =
        ["body", "closing", "detail", "en", "note", "outcome", "reason", "resolution", "silenced_for", "value", "words", "zh"];

    [Fact]
    public void A_text_of_a_stored_body_that_nobody_has_judged_is_missed()
    {
        var unknown = Bodies()
            .SelectMany(body => Texts(body.Schema).Where(member => PersonalMembers.Of(body.Slice, member) == PersonalMember.None))
            .Except([.. Nobody, .. Prose]).Order(StringComparer.Ordinal).ToList();
        Assert.True(unknown.Count == 0, string.Join(" ", unknown));
    }

    [Fact]
    public void No_judgement_outlives_its_member()
    {
        var members = Bodies().SelectMany(body => Texts(body.Schema)).ToHashSet();
        Assert.DoesNotContain(Nobody.Concat(Prose), member => !members.Contains(member));
    }

    private static IEnumerable<(string Slice, JsonTypeInfo Schema)> Bodies()
    {
        var kinds = DeviceKinds.WithoutCards(DateTimeZone.Utc);
        return
        [
            .. kinds.Select(kind => (kind.Name, kind.FactSchema)), .. kinds.Select(kind => (kind.Name, kind.StateSchema)),
            (DeviceFact.SliceName, DeviceFact.Json), (PointsFact.SliceName, PointsFact.Json), (AlertFact.SliceName, AlertFact.Json),
            (RuleFact.SliceName, RuleFact.Json), (PollFact.SliceName, PollFact.Json), (NoticeFact.SliceName, NoticeFact.Json),
            (ProjectFact.SliceName, ProjectFact.Json), (FundFact.SliceName, FundFact.Json), (VisitFact.SliceName, VisitFact.Json),
            (ProposalFact.SliceName, ProposalFact.Json),
            ("", Alert.Json), ("", Notification.Json), ("", RuleState.Json),
        ];
    }

    /// <summary>Names of members whose value is one text, wherever in the body.</summary>
    private static HashSet<string> Texts(JsonTypeInfo schema)
    {
        var (found, seen) = (new HashSet<string>(), new HashSet<Type>());
        Walk(schema, "", found, seen);
        return found;
    }

    private static void Walk(JsonTypeInfo schema, string name, HashSet<string> found, HashSet<Type> seen)
    {
        if (schema.Type == typeof(string) || schema.Type == typeof(CardToken) || schema.Type == typeof(CardToken?))
            found.Add(name);
        if (schema.ElementType is { } element)
            Walk(schema.Options.GetTypeInfo(element), name, found, seen);
        if (!seen.Add(schema.Type))
            return;
        foreach (var derived in schema.PolymorphismOptions?.DerivedTypes ?? [])
            Walk(schema.Options.GetTypeInfo(derived.DerivedType), name, found, seen);
        if (schema.Kind == JsonTypeInfoKind.Object)
            foreach (var member in schema.Properties)
                Walk(schema.Options.GetTypeInfo(member.PropertyType), member.Name, found, seen);
    }
}
