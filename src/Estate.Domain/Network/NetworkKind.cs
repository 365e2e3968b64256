using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Network;

/// <summary>
/// A box of the estate's network: a Wi-Fi access point, a switch, a camera box. It is asked over the network, or speaks by itself.
/// </summary>
public sealed class NetworkKind : DeviceKind<NetworkReading, NetworkState>, IProbedKind<NetworkState>, IHomeAssistantKind<NetworkState>
{
    public const string KindName = "network";

    /// <summary>Of one that speaks by itself; one that is asked is found unreachable by its probes.</summary>
    private static readonly Duration Forgotten = Duration.FromMinutes(15);

    /// <summary>All it knows of itself, as an event or now and then.</summary>
    private static readonly Dictionary<string, JsonTypeInfo> Types = new() { ["network"] = NetworkWire.Reader.NetworkReading };

    private readonly Dictionary<DeviceId, NetworkSettings> _settings = [];

    public override string Name => KindName;
    public override Text Title => new("网络设备", "Network box");
    public override Duration SilentAfter => Forgotten;
    public override IReadOnlyDictionary<string, JsonTypeInfo> EventTypes => Types;
    public override IReadOnlyDictionary<string, JsonTypeInfo> TelemetryTypes => Types;

    public override IReadOnlyList<SeriesSchema> Series { get; } =
        [new("network", ["network"], ["clients", "loss_pct", "round_trip_ms", "in_mbit", "out_mbit"])
        {
            Curves = new Dictionary<string, FieldText>
            {
                ["clients"] = new(new("连接数", "Clients"), ""),
                ["loss_pct"] = new(new("上联丢包", "Uplink loss"), "%"),
                ["round_trip_ms"] = new(new("往返时间", "Round trip"), "ms", 1),
                ["in_mbit"] = new(new("下行", "In"), "Mbit/s", 1),
                ["out_mbit"] = new(new("上行", "Out"), "Mbit/s", 1),
            },
        }];

    public override JsonTypeInfo StateSchema => NetworkJson.Default.NetworkState;
    public override JsonTypeInfo FactSchema => NetworkJson.Default.NetworkFact;

    public IReading ReadingOf(ProbeResult result) => NetworkReading.Of(result);

    public bool? IsReachable(NetworkState state) => state.IsReachable;

    protected override NetworkState Initial(DeviceSettings settings)
    {
        _settings[settings.Device] = NetworkSettings.From(settings);
        return new();
    }

    protected override NetworkState Step(NetworkState state, NetworkReading reading, Occurrence occurrence, Effects effects)
    {
        if (reading.Probe is null && (occurrence.Time.IsLate || occurrence.IsOvertaken || occurrence.Time.At < state.At))
        {
            effects.Refuse(occurrence.Device, RejectReason.Overtaken, "it has said something newer already; only its figures are kept");
            Measure(reading, reading.LossPct, occurrence, effects);
            return state;
        }
        state = NetworkWatch.OnReading(state, reading, _settings[occurrence.Device], occurrence, effects);
        Measure(reading, state.LossPct, occurrence, effects);
        return state;
    }

    protected override IEnumerable<CardLine> Describe(NetworkState state)
    {
        if (NetworkTexts.Of(state.Probe) is { } problem)
            yield return new(new("查询", "Probes"), problem, Tone.Warning);
        if (state.UplinkUp is { } isUp)
            yield return new(new("上联", "Uplink"), isUp ? new("接通", "up") : new("断开", "down"), isUp ? Tone.Good : Tone.Warning);
        if (state.LossPct is { } loss)
            yield return new(new("上联丢包", "Uplink loss"), NetworkTexts.Percent(loss), state.IsLossy ? Tone.Warning : Tone.Good);
        // Everybody sees cards: of few it could be known who.
        if (state.Clients is { } clients)
            yield return new(
                new("连接数", "Clients"), clients < DisclosureControl.MinimumCount ? DisclosureControl.Fewer
                    : Text.Same(FormattableString.Invariant($"{clients}")));
    }

    public IEnumerable<HomeAssistantValue> HomeAssistantValues(NetworkState state) =>
    [
        HomeAssistantValue.OfFlag("uplink", new("上联", "Uplink"), state.UplinkUp, "connectivity"),
        HomeAssistantValue.OfNumber("loss", new("上联丢包", "Uplink loss"), state.LossPct, "%"),
        HomeAssistantValue.OfNumber(
            "clients", new("连接数", "Clients"), state.Clients >= DisclosureControl.MinimumCount ? state.Clients : null),
    ];

    /// <summary>What a staff page says it is for.</summary>
    public static Text RoleOf(DeviceSettings settings) => NetworkTexts.OfRole(settings.Values.GetValueOrDefault("role", ""));

    /// <summary>Null where nothing is wrong with its probes.</summary>
    public static Text? ProblemOf(NetworkState state) => NetworkTexts.Of(state.Probe);

    private static void Measure(NetworkReading reading, double? lossPct, Occurrence occurrence, Effects effects)
    {
        var fields = ImmutableArray.CreateBuilder<(string, FieldValue)>();
        foreach (var (name, value) in new[] { ("clients", reading.Clients), ("loss_pct", lossPct),
            ("round_trip_ms", reading.RoundTripMs), ("in_mbit", reading.InMbit), ("out_mbit", reading.OutMbit) })
            if (value is { } number)
                fields.Add((name, number));
        if (fields.Count > 0)
            effects.Measure(new("network", occurrence.Time.At, [("network", occurrence.Device.Name)], fields.ToImmutable()));
    }
}
