using System.Collections.Immutable;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Charging;

/// <summary>What happened at chargers. A session's facts are numbered: started 0, then one by one to its only end.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ChargeAsked), "charge_asked")]
[JsonDerivedType(typeof(ChargeOrdered), "charge_ordered")]
[JsonDerivedType(typeof(ChargeQueued), "charge_queued")]
[JsonDerivedType(typeof(ChargeWaitEnded), "charge_wait_ended")]
[JsonDerivedType(typeof(StartFailed), "start_failed")]
[JsonDerivedType(typeof(SessionStarted), "session_started")]
[JsonDerivedType(typeof(SessionUpdated), "session_updated")]
[JsonDerivedType(typeof(SessionEnded), "session_ended")]
[JsonDerivedType(typeof(OrphanEndReported), "orphan_end_reported")]
[JsonDerivedType(typeof(ProtectionChanged), "protection_changed")]
[JsonDerivedType(typeof(ProtectionTested), "protection_tested")]
[JsonDerivedType(typeof(BoardRestarted), "board_restarted")]
[JsonDerivedType(typeof(BoardConfigured), "board_configured")]
[JsonDerivedType(typeof(BoardConfigRejected), "board_config_rejected")]
[JsonDerivedType(typeof(LongSessionProposed), "long_session_proposed")]
[JsonDerivedType(typeof(LongSessionApproved), "long_session_approved")]
[JsonDerivedType(typeof(LongSessionWithdrawn), "long_session_withdrawn")]
public abstract record ChargingFact(DeviceId Device, EventTime Time) : Fact(Device, Time)
{
    public const string SliceName = "charger";

    [JsonIgnore]
    public override string Slice => SliceName;

    [JsonIgnore]
    public override JsonTypeInfo Schema => ChargingJson.Default.ChargingFact;

    public override Text Describe(DateTimeZone zone) => ChargingFactTexts.Of(this);
}

/// <summary>
/// A card was held to a socket; <see cref="ChargingReactor"/> decides. <paramref name="PerHousehold"/>: sockets a household may use at
/// once.
/// </summary>
internal sealed record ChargeAsked(DeviceId Device, EventTime Time, int Socket, CardToken Card, int PerHousehold)
    : ChargingFact(Device, Time);

/// <summary>An order was accepted and sent to the board; nothing charges yet.</summary>
internal sealed record ChargeOrdered(DeviceId Device, EventTime Time, int Socket, string Order, string? Household, string By)
    : ChargingFact(Device, Time)
{
    [JsonIgnore]
    public override string? CorrelationId => Order;
}

/// <summary>An order was accepted and waits: its feeder has no room, or others came first. Nothing is sent to the board yet.</summary>
internal sealed record ChargeQueued(DeviceId Device, EventTime Time, int Socket, string Order, string? Household, string By)
    : ChargingFact(Device, Time)
{
    public required string Feeder { get; init; }
    public int Place { get; init; }

    [JsonIgnore]
    public override string? CorrelationId => Order;
}

/// <summary>It left the line and will not start; one whose turn comes is followed by <see cref="ChargeOrdered"/> instead.</summary>
internal sealed record ChargeWaitEnded(DeviceId Device, EventTime Time, int Socket, string Order, string? Household, WaitEnd Reason)
    : ChargingFact(Device, Time)
{
    [JsonIgnore]
    public override string? CorrelationId => Order;
}

/// <summary>It never charged: not a session, costs nothing.</summary>
internal sealed record StartFailed(DeviceId Device, EventTime Time, int Socket, string Order, string? Household, StopReason Reason)
    : ChargingFact(Device, Time)
{
    [JsonIgnore]
    public override string? CorrelationId => Order;
}

internal sealed record SessionStarted(DeviceId Device, EventTime Time, int Socket, string Order, int Seq, string? Household, string By)
    : ChargingFact(Device, Time)
{
    [JsonIgnore]
    public override string? CorrelationId => Order;
}

internal sealed record SessionUpdated(
    DeviceId Device, EventTime Time, int Socket, string Order, int Seq, SessionPhase Phase, double EnergyWh) : ChargingFact(Device, Time)
{
    [JsonIgnore]
    public override string? CorrelationId => Order;
}

/// <summary>
/// Watt hours as metered; <see cref="Interruptions"/> above zero says that some is missing. The curve is mean power in watt
/// per <see cref="StepS"/> seconds.
/// </summary>
[MayLeave("socket", "reason", "energy_wh", "duration_s", "interruptions")]
public sealed record SessionEnded(DeviceId Device, EventTime Time, int Socket, string Order, int Seq, StopReason Reason, double EnergyWh)
    : ChargingFact(Device, Time)
{
    /// <summary>What it is called in the totals of days.</summary>
    public const string Charged = "charged";

    [JsonIgnore]
    public override string? CorrelationId => Order;

    public string? Household { get; init; }
    public string? By { get; init; }
    public required Instant StartedAt { get; init; }

    /// <summary>Since when what ended it was so; null where that is no matter of time.</summary>
    public Instant? Since { get; init; }
    public long DurationS { get; init; }
    public int Interruptions { get; init; }

    /// <summary>By the board's own account, where it gave one.</summary>
    public double? ReportedWh { get; init; }
    public Charge? Charge { get; init; }
    public int StepS { get; init; }
    public ImmutableArray<double?> Watts { get; init; } = [];

    /// <summary>A session of the day it ended on, in watt hours; whose it was is in no total.</summary>
    [JsonIgnore]
    public override Contribution? Contribution => new Contribution(Charged, (long)Math.Round(EnergyWh), null);

    [JsonIgnore]
    public override SessionFigures Figures =>
        new() { Socket = Socket, Reason = Reason, EnergyWh = EnergyWh, DurationS = DurationS, Interruptions = Interruptions };
}

/// <summary>An end of an order nobody here knows: kept, changes nothing.</summary>
internal sealed record OrphanEndReported(DeviceId Device, EventTime Time, int Socket, string Order, StopReason Reason, double? EnergyWh)
    : ChargingFact(Device, Time)
{
    [JsonIgnore]
    public override string? CorrelationId => Order;
}

/// <summary>A protection tripped, is over, or was reset by a person. Socket 0 is the board.</summary>
[MayLeave("kind", "socket", "is_active", "value", "limit")]
internal sealed record ProtectionChanged(DeviceId Device, EventTime Time, ProtectionKind Kind, int Socket, bool IsActive)
    : ChargingFact(Device, Time)
{
    public double? Value { get; init; }
    public double? Limit { get; init; }

    /// <summary>Sockets that were switched off because of it.</summary>
    public ImmutableArray<int> Cut { get; init; } = [];
    public string? ResetBy { get; init; }
    public string? Reason { get; init; }

    [JsonIgnore]
    public override IEnumerable<Condition> Conditions
    {
        get
        {
            var protection = Protection.Of(Kind);
            yield return new(WireName.Of(Kind), ChargingTexts.Component(Socket), protection.Severity, IsActive, protection.Title)
            {
                IsLatched = protection.IsLatched,
                ResetBy = ResetBy,
                Value = ChargingTexts.Measured(Kind, Value, Limit),
                Action = ChargingTexts.Cut(Cut),
            };
        }
    }
}

/// <summary>A sensor in test mode said that it works.</summary>
internal sealed record ProtectionTested(DeviceId Device, EventTime Time, ProtectionKind Kind, int Socket) : ChargingFact(Device, Time);

[MayLeave]
internal sealed record BoardRestarted(DeviceId Device, EventTime Time) : ChargingFact(Device, Time);

/// <summary>The board agreed to these limits; they are in force.</summary>
internal sealed record BoardConfigured(DeviceId Device, EventTime Time, BoardParameters Parameters) : ChargingFact(Device, Time);

/// <summary>It did not: those before stay in force.</summary>
internal sealed record BoardConfigRejected(DeviceId Device, EventTime Time, string Result) : ChargingFact(Device, Time);

/// <summary>Nothing changes before a second person approves.</summary>
internal sealed record LongSessionProposed(DeviceId Device, EventTime Time, string Proposal, double MaxMinutes, string By)
    : ChargingFact(Device, Time);

/// <summary>Decided; in force once the board agrees.</summary>
internal sealed record LongSessionApproved(
    DeviceId Device, EventTime Time, string Proposal, double MaxMinutes, string Author, string Approver) : ChargingFact(Device, Time);

internal sealed record LongSessionWithdrawn(DeviceId Device, EventTime Time, string Proposal, string By) : ChargingFact(Device, Time);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    Converters = [typeof(InstantConverter), typeof(DurationConverter)])]
[JsonSerializable(typeof(ChargingFact))]
[JsonSerializable(typeof(ChargerState))]
[JsonSerializable(typeof(StopCharging))]
internal sealed partial class ChargingJson : JsonSerializerContext;
