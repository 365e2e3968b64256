using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Projects;

/// <summary>What became of wishes and projects.</summary>
/// <param name="About">The wish or the project.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(WishMade), "wish_made")]
[JsonDerivedType(typeof(WishSetAside), "wish_set_aside")]
[JsonDerivedType(typeof(ProjectAdded), "project_added")]
[JsonDerivedType(typeof(ProjectRevised), "project_revised")]
[JsonDerivedType(typeof(ProjectDropped), "project_dropped")]
[JsonDerivedType(typeof(ProjectCommitted), "project_committed")]
[JsonDerivedType(typeof(MeetingHeld), "project_meeting_held")]
[JsonDerivedType(typeof(ProjectFinished), "project_finished")]
[JsonDerivedType(typeof(ProjectJudged), "project_judged")]
public abstract record ProjectFact(DeviceId Device, EventTime Time, string About) : Fact(Device, Time)
{
    public const string SliceName = "projects";

    [JsonIgnore]
    public override string Slice => SliceName;

    [JsonIgnore]
    public override JsonTypeInfo Schema => Json;

    /// <summary>All of them as they are stored.</summary>
    public static JsonTypeInfo Json => ProjectJson.Default.ProjectFact;

    [JsonIgnore]
    public override string? CorrelationId => About;

    public override Text Describe(DateTimeZone zone) => ProjectTexts.Of(this);
}

/// <summary>The household is kept as long as households are, its words with it.</summary>
internal sealed record WishMade(DeviceId Device, EventTime Time, string About, string Words, string? Household, string Channel)
    : ProjectFact(Device, Time, About);

internal sealed record WishSetAside(DeviceId Device, EventTime Time, string About, string Reason, string By)
    : ProjectFact(Device, Time, About);

internal sealed record ProjectAdded(DeviceId Device, EventTime Time, string About, Project Content) : ProjectFact(Device, Time, About);

internal sealed record ProjectRevised(DeviceId Device, EventTime Time, string About, Project Content) : ProjectFact(Device, Time, About);

internal sealed record ProjectDropped(DeviceId Device, EventTime Time, string About, string Reason, string By)
    : ProjectFact(Device, Time, About);

/// <summary>By the households' ticks; nobody's decision.</summary>
internal sealed record ProjectCommitted(DeviceId Device, EventTime Time, string About, string Poll, int Rank, int Ticks, LocalDate Due)
    : ProjectFact(Device, Time, About);

internal sealed record MeetingHeld(DeviceId Device, EventTime Time, string About, Meeting Content, string By)
    : ProjectFact(Device, Time, About);

internal sealed record ProjectFinished(DeviceId Device, EventTime Time, string About, Text Result, string By)
    : ProjectFact(Device, Time, About);

/// <summary>By the households' grades: accepted, or back on the list.</summary>
internal sealed record ProjectJudged(DeviceId Device, EventTime Time, string About, string Poll, bool IsSatisfied)
    : ProjectFact(Device, Time, About);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(InstantConverter), typeof(LocalDateConverter)])]
[JsonSerializable(typeof(ProjectFact))]
internal sealed partial class ProjectJson : JsonSerializerContext;
