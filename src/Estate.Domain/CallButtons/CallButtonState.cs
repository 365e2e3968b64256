using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.CallButtons;

/// <summary>A call button as last known: what is going on, and whom to phone for which household.</summary>
public sealed record CallButtonState
{
    public HelpCall? Help { get; init; }
    public TaxiCall? Taxi { get; init; }

    /// <summary>Numbers that households gave, with their consent.</summary>
    public ImmutableArray<FamilyContact> Family { get => field.IsDefault ? [] : field; init; }

    /// <summary>It does not stop.</summary>
    public bool IsStuck { get; init; }
    public double? BatteryPct { get; init; }

    /// <summary>When the newest heartbeat was so.</summary>
    public Instant? At { get; init; }

    /// <summary>By the stopwatch; nothing of it survives a restart.</summary>
    [JsonIgnore]
    public ButtonTimers Timers { get; init; } = ButtonTimers.None;

    public FamilyContact? FamilyOf(string? household) =>
        household is null ? null : Family.FirstOrDefault(one => one.Household == household);
}

/// <summary>Somebody needs help, until a person who was there says that it is over.</summary>
/// <param name="Household">By the card, or by whose flat the button is in; null where nobody knows.</param>
public sealed record HelpCall(string Id, Instant At, string? Household)
{
    public string? TakenBy { get; init; }
    public Instant? TakenAt { get; init; }
}

/// <summary>A taxi that was asked for, until somebody sits in it or there is none.</summary>
public sealed record TaxiCall(string Id, Instant At, string? Household)
{
    public TaxiStage Stage { get; init; } = TaxiStage.Requested;
    public Instant StageSince { get; init; } = At;

    /// <summary>What the provider answered last.</summary>
    public Text? Said { get; init; }

    /// <summary>It was taken back; the provider has to be told.</summary>
    public bool IsCancelled { get; init; }
}

/// <summary>Whom to phone for a household that calls for help. It holds the number itself and may take it back.</summary>
public sealed record FamilyContact(string Household, string Phone, Instant ConsentedAt);

/// <summary>How far a taxi is, in the provider's words.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<TaxiStage>))]
public enum TaxiStage
{
    Requested,
    Searching,
    Coming,
    Arrived,
    PickedUp,

    /// <summary>The provider has no car.</summary>
    NoneFree,

    /// <summary>The car came, and nobody did.</summary>
    NoShow,
    Cancelled,

    /// <summary>The provider did not answer, or no more.</summary>
    NoAnswer,
}

/// <summary>Stopwatch readings since the gateway's start.</summary>
/// <param name="TaxiAt">Of the last press that made a call; another within a minute is the same one.</param>
/// <param name="Presses">Of the last minute.</param>
/// <param name="QuietSince">No press and nothing held down.</param>
public sealed record ButtonTimers(Duration? TaxiAt, ImmutableArray<Duration> Presses, Duration? DownSince, Duration? QuietSince)
{
    public static readonly ButtonTimers None = new(null, [], null, null);
}
