using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Parking;

/// <summary>A sensor that says whether a car stands on its bay. docs/adding-a-device-kind.md walks through this file.</summary>
public sealed class BaySensorKind : DeviceKind<BayReport, BaySensorState>, IProfiledKind, IBatteryKind<BaySensorState>,
    ISignOfLifeKind<BaySensorState>, IHomeAssistantKind<BaySensorState>, INamedKind
{
    public const string KindName = "parking";

    private readonly Dictionary<DeviceId, BaySensorSettings> _settings = [];

    public override string Name => KindName;
    public override Text Title => new("车位探头", "Bay sensor");

    /// <summary>As its bay: two may watch one.</summary>
    public Text NameOf(DeviceSettings settings)
    {
        var bay = BaySensorSettings.From(settings).Bay;
        return new($"车位 {bay}", $"Bay {bay}");
    }

    /// <summary>Each sensor has its own heartbeat; what is too long for one is its own affair.</summary>
    public override Duration SilentAfter => Duration.MaxValue;

    public override IReadOnlyDictionary<string, JsonTypeInfo> EventTypes { get; } = new Dictionary<string, JsonTypeInfo>
    {
        ["occupancy"] = BayWire.Reader.BayReport,
        ["startup"] = BayWire.Reader.BayReport,
    };

    public override IReadOnlyDictionary<string, JsonTypeInfo> TelemetryTypes { get; } = new Dictionary<string, JsonTypeInfo>
    {
        ["heartbeat"] = BayWire.Reader.BayReport,
    };

    public override IReadOnlyList<SeriesSchema> Series { get; } = [new("bay", ["zone", "bay"], ["state"])];
    public override JsonTypeInfo StateSchema => ParkingJson.Default.BaySensorState;
    public override JsonTypeInfo FactSchema => ParkingJson.Default.ParkingFact;

    IReadOnlyList<ReadingShape> IProfiledKind.Readings => ProfiledBays.All;
    IReadOnlyList<(string Name, Text What)> IProfiledKind.UsualSettings =>
        [("lot", new("停车场", "Lot")), ("zone", new("分区", "Zone")), ("bay", new("车位号", "Bay"))];

    protected override BaySensorState Initial(DeviceSettings settings)
    {
        _settings[settings.Device] = BaySensorSettings.From(settings);
        return new();
    }

    protected override BaySensorState Step(BaySensorState state, BayReport reading, Occurrence occurrence, Effects effects)
    {
        var settings = _settings[occurrence.Device];
        state = BaySensorWatch.OnReport(state, reading, settings, occurrence, effects);
        return Conclude(state, settings, occurrence.Device, occurrence.Time, effects);
    }

    public BaySensorState OnSignOfLife(BaySensorState state, Occurrence occurrence, Effects effects) => Conclude(
        BaySensorWatch.OnSignOfLife(state, occurrence, effects), _settings[occurrence.Device], occurrence.Device, occurrence.Time, effects);

    protected override BaySensorState Handle(BaySensorState state, IDeviceRequest request, Instant now, Effects effects) =>
        request is ForgetBay
        ? Conclude(state with { Believed = null, Reported = null }, _settings[request.Device], request.Device, effects.Time, effects)
        : base.Handle(state, request, now, effects);

    protected override BaySensorState Tick(BaySensorState state, DeviceId device, Instant now, Effects effects)
    {
        var settings = _settings[device];
        state = BaySensorWatch.Resume(state, effects.Now);
        return Conclude(state, settings, device, effects.Time, effects);
    }

    protected override IEnumerable<CardLine> Describe(BaySensorState state)
    {
        yield return new(new("车位", "Bay"), ParkingTexts.Of(state.Status), state.Status switch
        {
            BayStatus.Free or BayStatus.Occupied => Tone.Good,
            BayStatus.Fault or BayStatus.Suspect => Tone.Warning,
            _ => Tone.Unknown,
        });
        if (state.BatteryPct is { } battery)
            yield return new(
                new("电量", "Battery"), Text.Same(FormattableString.Invariant($"{battery:0} %")), battery < 20 ? Tone.Warning : Tone.Good);
    }

    public IEnumerable<HomeAssistantValue> HomeAssistantValues(BaySensorState state) =>
        [HomeAssistantValue.OfFlag(
            "occupied", new("有车", "Occupied"), state.Status switch { BayStatus.Free => false, BayStatus.Occupied => true, _ => null },
            "occupancy")];

    public double? BatteryPct(BaySensorState state) => state.BatteryPct;

    /// <summary>Where the status changed it is recorded, and the lot is notified.</summary>
    private static BaySensorState Conclude(
        BaySensorState state, BaySensorSettings settings, DeviceId device, EventTime time, Effects effects)
    {
        state = BaySensorWatch.Confirm(state, settings, time.At, effects.Now);
        var (status, reason) = BaySensorWatch.StatusOf(state, settings, effects.Now);
        if (status == state.Status && state.Timers.IsAnnounced)
            return state;
        if (status != state.Status)
        {
            // A change is dated by its first evidence; a return from doubt by now, because nobody knows what was between.
            var wasKnown = state.Status is BayStatus.Free or BayStatus.Occupied || state.StatusSince is null;
            var at = wasKnown && status is BayStatus.Free or BayStatus.Occupied ? state.BelievedSince ?? effects.Now.At : effects.Now.At;
            var from = Instant.Max(at, state.StatusSince ?? at);
            effects.Record(new BaySensed(device, time, status, from, reason) { Bay = settings.Bay, Zone = settings.Zone });
            state = state with { Status = status, StatusSince = from };
        }
        if (settings.Lot is { } lot)
            effects.Request(new ReportBay(lot, new(device, settings.Bay, settings.Zone, status, state.BelievedSince)));
        return state with { Timers = state.Timers with { IsAnnounced = true } };
    }
}

/// <summary>The sensor's messages as JSON.</summary>
[JsonSerializable(typeof(BayReport))]
internal sealed partial class BayWire : JsonSerializerContext
{
    internal static BayWire Reader { get; } = new(WireOptions.With());
}
