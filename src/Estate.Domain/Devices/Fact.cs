using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using NodaTime;

namespace Estate.Domain.Devices;

/// <summary>Something that happened and stays so: journaled, exported, reacted to. Past tense.</summary>
public abstract record Fact(DeviceId Device, EventTime Time)
{
    /// <summary>The slice that wrote it, which is also the one that can read it back.</summary>
    [JsonIgnore]
    public abstract string Slice { get; }

    [JsonIgnore]
    public abstract JsonTypeInfo Schema { get; }

    /// <summary>What happened, as people read it; no cards.</summary>
    public abstract Text Describe(DateTimeZone zone);

    /// <summary>What ties facts of one story together: a session, an order, an alert.</summary>
    [JsonIgnore]
    public virtual string? CorrelationId => null;

    /// <summary>
    /// Null where it measures nothing. A type that does overrides it with a type of its own, which is also read without the fact.
    /// </summary>
    [JsonIgnore]
    public virtual IFigures? Figures => null;

    /// <summary>Its figures as time series: sent from the journal, so that none is ever lost.</summary>
    [JsonIgnore]
    public IEnumerable<Measurement> Series => Figures?.Of(Device, Time.At) ?? [];

    /// <summary>What it adds to the totals of its day; null for nothing.</summary>
    [JsonIgnore]
    public virtual Contribution? Contribution => null;

    /// <summary>What is wrong, or right again, because of it.</summary>
    [JsonIgnore]
    public virtual IEnumerable<Condition> Conditions => [];
}
