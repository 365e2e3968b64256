using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Estate.Domain.Approvals;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Charging;

/// <summary>A protection that tripped. Socket 0 is the board itself, and with it every socket.</summary>
/// <param name="IsActive">False for one that is over and latched.</param>
/// <param name="IsHistorical">Known only from a late report; the present has not confirmed it.</param>
public sealed record Trip(
    ProtectionKind Kind, int Socket, Instant Since, bool IsActive, [property: JsonPropertyName("is_retro")] bool IsHistorical);

/// <summary>A board: its sockets, what tripped, its limits, and the one command it has not answered yet.</summary>
public sealed record ChargerState
{
    public ImmutableArray<SocketState> Sockets { get; init; } = [];
    public ImmutableArray<Trip> Trips { get; init; } = [];

    /// <summary>In force; those of the file until somebody changed them and the board agreed.</summary>
    public BoardParameters Parameters { get; init; } = new();

    /// <summary>Sent, and not agreed to yet.</summary>
    public BoardParameters? Wanted { get; init; }

    /// <summary>Longest sessions above ten hours that wait for a second person.</summary>
    public ImmutableArray<LimitProposal> Proposals { get; init; } = [];
    public int ProposalsEver { get; init; }

    /// <summary>Orders that ended lately, so that a second report of one is known.</summary>
    public ImmutableArray<string> Ended { get; init; } = [];
    public int OrdersEver { get; init; }
    public Instant? RestartedAt { get; init; }

    /// <summary>Sensors of the gateway measure it and nothing here switches it: whether a socket is free nobody knows.</summary>
    [JsonIgnore]
    public bool IsMeasuredOnly { get; init; }

    /// <summary>Its lines of the inventory.</summary>
    [JsonIgnore]
    public DeviceSettings? Device { get; init; }

    [JsonIgnore]
    public double? TempC { get; init; }

    [JsonIgnore]
    public CommandQueue Commands { get; init; } = new();

    /// <summary>The board was given its limits since it, or the gateway, started.</summary>
    [JsonIgnore]
    public bool IsConfigured { get; init; }

    [JsonIgnore]
    public Duration? SavedAt { get; init; }

    internal Proposals<LimitProposal> Pending => new(Proposals, ProposalsEver);

    internal ChargerState With(Proposals<LimitProposal> pending) => this with { Proposals = pending.Open, ProposalsEver = pending.Ever };

    public SocketState? SocketAt(int number) => number >= 1 && number <= Sockets.Length ? Sockets[number - 1] : null;

    /// <summary>Heard of lately; what is not fresh says nothing about now.</summary>
    public bool IsFresh(SocketState socket, Duration uptime) => uptime - socket.HeardAt <= ChargerSettings.FreshFor(Device);

    public ChargerState With(SocketState socket) => this with { Sockets = Sockets.SetItem(socket.Number - 1, socket) };

    /// <summary>The trip that keeps a socket off, if any; the gravest first.</summary>
    public Trip? BlockOf(int socket) =>
        Trips.IsEmpty ? null
        : Trips.Where(trip =>
            (trip.Socket == socket || trip.Socket == 0) && (trip.IsActive || Protection.Of(trip.Kind).IsLatched)
            && Protection.Of(trip.Kind).Cuts)
        .OrderByDescending(trip => Protection.Of(trip.Kind).Severity).ThenBy(trip => trip.Kind).FirstOrDefault();

    public Trip? TripOf(ProtectionKind kind, int socket) => Trips.FirstOrDefault(trip => trip.Kind == kind && trip.Socket == socket);

    public SocketStatus StatusOf(SocketState socket, Duration uptime) =>
        BlockOf(socket.Number) is not null ? SocketStatus.Faulted
        : IsMeasuredOnly || !IsFresh(socket, uptime) ? SocketStatus.Unavailable
        : socket.Session?.Phase switch
        {
            SessionPhase.Preparing => SocketStatus.Preparing,
            SessionPhase.Charging => SocketStatus.Charging,
            SessionPhase.SuspendedEv => SocketStatus.SuspendedEV,
            SessionPhase.Finishing => SocketStatus.Finishing,
            _ when socket.Wait is not null => SocketStatus.Reserved,
            _ => SocketStatus.Available,
        };
}
