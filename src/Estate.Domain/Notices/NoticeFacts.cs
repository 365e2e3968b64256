using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Notices;

/// <summary>What happened to the committee's notices.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(NoticePublished), "notice_published")]
[JsonDerivedType(typeof(NoticeWithdrawn), "notice_withdrawn")]
[JsonDerivedType(typeof(NoticeRestored), "notice_restored")]
[JsonDerivedType(typeof(NoticeTold), "notice_told")]
public abstract record NoticeFact(DeviceId Device, EventTime Time, string Notice) : Fact(Device, Time)
{
    public const string SliceName = "notices";

    [JsonIgnore]
    public override string Slice => SliceName;

    [JsonIgnore]
    public override JsonTypeInfo Schema => Json;

    /// <summary>All of them as they are stored.</summary>
    public static JsonTypeInfo Json => NoticeJson.Default.NoticeFact;

    [JsonIgnore]
    public override string? CorrelationId => Notice;

    public override Text Describe(DateTimeZone zone) => NoticeTexts.Of(this, zone);
}

internal sealed record NoticePublished(DeviceId Device, EventTime Time, string Notice, Notice Content) : NoticeFact(Device, Time, Notice);

internal sealed record NoticeWithdrawn(DeviceId Device, EventTime Time, string Notice, string By) : NoticeFact(Device, Time, Notice);

internal sealed record NoticeRestored(DeviceId Device, EventTime Time, string Notice, string By) : NoticeFact(Device, Time, Notice);

internal sealed record NoticeTold(DeviceId Device, EventTime Time, string Notice) : NoticeFact(Device, Time, Notice);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(InstantConverter)])]
[JsonSerializable(typeof(NoticeFact))]
internal sealed partial class NoticeJson : JsonSerializerContext;
