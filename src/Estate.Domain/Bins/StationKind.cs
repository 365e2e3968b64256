using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Bins.Codecs;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Bins;

/// <summary>A waste-sorting station: a card reader, a display, up to four compartments with lids, scales and level sensors.</summary>
public sealed class StationKind : DeviceKind<StationReading, StationState>
{
    public const string KindName = "bins";

    private readonly StationWire _wire;
    private readonly Dictionary<DeviceId, StationSettings> _settings = [];

    public StationKind(CardHasher hasher)
    {
        _wire = StationWire.With(hasher);
        EventTypes = _wire.Events();
        TelemetryTypes = _wire.Telemetry();
    }

    public override string Name => KindName;
    public override Text Title => new("垃圾分类站", "Waste-sorting station");
    public override Duration SilentAfter => Duration.FromMinutes(5);
    public override IReadOnlyDictionary<string, JsonTypeInfo> EventTypes { get; }
    public override IReadOnlyDictionary<string, JsonTypeInfo> TelemetryTypes { get; }
    public override JsonTypeInfo StateSchema => StationJson.Default.StationState;
    public override JsonTypeInfo FactSchema => StationJson.Default.StationFact;

    public override IReadOnlyDictionary<string, UplinkCodec> UplinkCodecs { get; } = new Dictionary<string, UplinkCodec>
    {
        [PercentEmptyText.Name] = PercentEmptyText.Decode,
    };

    protected override StationState Initial(DeviceSettings settings)
    {
        _settings[settings.Device] = StationSettings.From(settings);
        var fitted = settings.Values.TryGetValue("compartments", out var list)
            ? WasteCategories.All.Where(category => list.Split(' ', ',').Contains(WasteCategories.WordOf(category)))
            : WasteCategories.All;
        return new() { Compartments = [.. fitted.Select(category => new Compartment(category))] };
    }

    protected override StationState Step(StationState state, StationReading reading, Occurrence occurrence, Effects effects) => reading switch
    {
        Tap tap => Sessions.Open(state, tap, occurrence, effects),
        Deposit deposit => Sessions.Weigh(state, deposit, occurrence, effects),
        EmptiedReport report => Levels.Report(state, report, _settings[occurrence.Device], occurrence, effects),
        FillReading fill => Measured(Levels.Read(state, fill, _settings[occurrence.Device], occurrence, effects), fill, occurrence, effects),
        LidReport lid => Lid(state, lid, occurrence, effects),
        TiltReport tilt => Tilt(state, tilt, occurrence, effects),
        FireReport fire => Fire(state, fire, occurrence, effects),
        ClimateReading climate => Climate(state, climate, occurrence, effects),
        _ => throw new ArgumentOutOfRangeException(nameof(reading), reading.GetType().Name),
    };

    protected override StationState Handle(StationState state, IDeviceRequest request, Instant now, Effects effects) =>
        request is SettleTap settle ? Sessions.Settle(state, settle, now, effects) : base.Handle(state, request, now, effects);

    protected override StationState Tick(StationState state, DeviceId device, Instant now, Effects effects) =>
        Sessions.Expire(state, device, now, effects);

    protected override IEnumerable<CardLine> Describe(StationState state) => StationCard.Lines(state);

    private static StationState Lid(StationState state, LidReport lid, Occurrence now, Effects effects)
    {
        if (state.Compartments.FirstOrDefault(one => one.Category == lid.Category) is not { } compartment)
            return Levels.Unknown(state, lid.Category, now, effects);
        if (now.IsNewest && compartment.LidOpen == lid.Open)
            return state;
        effects.Record(new LidMoved(now.Device, now.Time, lid.Category, lid.Open));
        return now.IsNewest ? state.With(compartment with { LidOpen = lid.Open }) : state;
    }

    private static StationState Tilt(StationState state, TiltReport tilt, Occurrence now, Effects effects)
    {
        if (!now.IsNewest || state.Tilted != tilt.Tilted)
            effects.Record(new TiltChanged(now.Device, now.Time, tilt.Tilted));
        return now.IsNewest ? state with { Tilted = tilt.Tilted } : state;
    }

    private static StationState Fire(StationState state, FireReport fire, Occurrence now, Effects effects)
    {
        if (!now.IsNewest || state.Burning != fire.Burning)
            effects.Record(new FireChanged(now.Device, now.Time, fire.Burning));
        return now.IsNewest ? state with { Burning = fire.Burning } : state;
    }

    private StationState Climate(StationState state, ClimateReading climate, Occurrence now, Effects effects)
    {
        var settings = _settings[now.Device];
        var hot = climate.TemperatureC >= (state.Hot ? settings.CoolBelowC : settings.HotAtC);
        if (hot != state.Hot)
            effects.Record(new HeatChanged(now.Device, now.Time, hot, climate.TemperatureC));
        effects.Measure(new("station", now.Time.At, [("station", now.Device.Name)], [("temp_c", climate.TemperatureC)]));
        return state with { TemperatureC = climate.TemperatureC, Hot = hot };
    }

    private static StationState Measured(StationState state, FillReading reading, Occurrence now, Effects effects)
    {
        if (reading.Fill is { } fill)
            effects.Measure(new("bin", now.Time.At, [("station", now.Device.Name), ("category", WasteCategories.WordOf(reading.Category))], [("fill", fill)]));
        return state;
    }
}
