using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Bins;

/// <summary>A waste-sorting station: a card reader, a display, up to four compartments with lids, scales and level sensors.</summary>
public sealed class StationKind : DeviceKind<StationReading, StationState>, IWiredKind, IProfiledKind, IBatteryKind<StationState>,
    IHomeAssistantKind<StationState>
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
    public override IReadOnlyList<SeriesSchema> Series { get; } = [
        new("bin", ["station", "category"], ["fill"])
        {
            Curves = new Dictionary<string, FieldText> { ["fill"] = FieldText.Percent(new("满度", "Fill")) },
            PartName = WasteCategories.NameOf,
        },
        new("station", ["station"], ["temp_c", "battery_pct", "battery_v"])
        {
            Curves = new Dictionary<string, FieldText>
            {
                ["temp_c"] = FieldText.Temperature,
                ["battery_pct"] = new(new("电量", "Battery"), "%"),
                ["battery_v"] = new(new("电池电压", "Battery voltage"), "V", 2),
            },
        }];
    public override JsonTypeInfo StateSchema => StationJson.Default.StationState;
    public override JsonTypeInfo FactSchema => StationJson.Default.StationFact;

    IReadOnlyList<ReadingShape> IProfiledKind.Readings => ProfiledStation.All;
    IReadOnlyList<(string Name, Text What)> IProfiledKind.UsualSettings =>
        [("compartments", new("桶的种类，如 wet dry", "Compartments, such as wet dry"))];

    /// <summary>
    /// Level sensors, a thermometer and a lamp on the gateway's own buses; who taps there needs a station that speaks MQTT.
    /// </summary>
    public Terminals Terminals { get; } = Terminals.None with
    {
        Lamps = [StationLamp.Terminal],
        Gauges = WasteCategories.All
            .Select(category =>
                ($"fill-{WasteCategories.WordOf(category)}", new Gauge(Gauge.Share, fill => new FillReading(category, fill))))
            .Append(("climate", new Gauge(Gauge.Celsius, celsius => celsius is { } known ? new ClimateReading(known) : null)))
            .ToDictionary(gauge => gauge.Item1, gauge => gauge.Item2),
    };

    protected override StationState Initial(DeviceSettings settings)
    {
        _settings[settings.Device] = StationSettings.From(settings);
        var fitted = settings.Values.TryGetValue("compartments", out var list)
            ? WasteCategories.All.Where(category => list.Split(' ', ',').Contains(WasteCategories.WordOf(category)))
            : WasteCategories.All;
        return new() { Compartments = [.. fitted.Select(category => new Compartment(category))] };
    }

    /// <summary>Compartments are those of the inventory, with what is remembered of each.</summary>
    protected override StationState Adopt(StationState saved, StationState initial) => saved with
    {
        Compartments = [
            .. initial.Compartments.Select(fitted =>
                saved.Compartments.FirstOrDefault(known => known.Category == fitted.Category) ?? fitted)],
    };

    protected override StationState Step(StationState state, StationReading reading, Occurrence occurrence, Effects effects) =>
        reading switch
        {
            Tap tap => Sessions.Open(state, tap, occurrence, effects),
            Deposit deposit => Sessions.Weigh(state, deposit, occurrence, effects),
            EmptiedReport report => Levels.Report(state, report, _settings[occurrence.Device], occurrence, effects),
            FillReading fill =>
                Measured(Levels.Read(state, fill, _settings[occurrence.Device], occurrence, effects), fill, occurrence, effects),
            LidReport lid => Lid(state, lid, occurrence, effects),
            TiltReport tilt => Tilt(state, tilt, occurrence, effects),
            FireReport fire => Fire(state, fire, occurrence, effects),
            ClimateReading climate => Climate(state, climate, occurrence, effects),
            BatteryReading battery => Battery(state, battery, occurrence, effects),
            _ => throw new ArgumentOutOfRangeException(nameof(reading), reading.GetType().Name),
        };

    protected override StationState Handle(StationState state, IDeviceRequest request, Instant now, Effects effects) => request switch
    {
        AuthorizeTap settle => Sessions.Authorize(state, settle, now, effects),
        ResetLatch when state.Burning =>
            effects.Refuse(state, request.Device, "still_active", new("还在报火警，不能复位", "it still reports fire; it cannot be reset yet")),
        _ => base.Handle(state, request, now, effects),
    };

    protected override StationState Tick(StationState state, DeviceId device, Instant now, Effects effects) =>
        Sessions.Expire(state, device, now, effects);

    protected override IEnumerable<CardLine> Describe(StationState state) => StationCard.Lines(state);

    public double? BatteryPct(StationState state) => state.BatteryPct;

    public IEnumerable<HomeAssistantValue> HomeAssistantValues(StationState state) => StationCard.HomeAssistantValues(state);

    // A late report is history: it is recorded, but the report of a later time stands.
    private static StationState Lid(StationState state, LidReport lid, Occurrence now, Effects effects)
    {
        if (state.Compartments.FirstOrDefault(one => one.Category == lid.Category) is not { } compartment)
            return Levels.Unknown(state, lid.Category, now, effects);
        var isOld = now.Time.At < compartment.LidAt;
        if (isOld || compartment.LidOpen != lid.Open)
            effects.Record(new LidMoved(now.Device, now.Time, lid.Category, lid.Open));
        return isOld ? state : state.With(compartment with { LidOpen = lid.Open, LidAt = now.Time.At });
    }

    private static StationState Tilt(StationState state, TiltReport tilt, Occurrence now, Effects effects)
    {
        var isOld = now.Time.At < state.TiltAt;
        if (isOld || state.Tilted != tilt.Tilted)
            effects.Record(new TiltChanged(now.Device, now.Time, tilt.Tilted));
        return isOld ? state : state with { Tilted = tilt.Tilted, TiltAt = now.Time.At };
    }

    /// <summary>A fresh alarm always counts, whatever overtook it; only a later word puts it out.</summary>
    private static StationState Fire(StationState state, FireReport fire, Occurrence now, Effects effects)
    {
        var isOld = now.Time.At < state.FireAt && !(fire.Burning && !now.Time.IsLate);
        if (isOld || state.Burning != fire.Burning)
            effects.Record(new FireChanged(now.Device, now.Time, fire.Burning));
        return isOld ? state : state with { Burning = fire.Burning, FireAt = now.Time.At };
    }

    private StationState Climate(StationState state, ClimateReading climate, Occurrence now, Effects effects)
    {
        effects.Measure(new("station", now.Time.At, [("station", now.Device.Name)], [("temp_c", climate.TemperatureC)]));
        if (now.Time.At < state.TemperatureAt || now.Time.IsLate)
            return state;
        var settings = _settings[now.Device];
        var hot = climate.TemperatureC >= (state.Hot ? settings.CoolBelowC : settings.HotAtC);
        if (hot != state.Hot)
            effects.Record(new HeatChanged(now.Device, now.Time, hot, climate.TemperatureC));
        return state with { TemperatureC = climate.TemperatureC, TemperatureAt = now.Time.At, Hot = hot };
    }

    private static StationState Battery(StationState state, BatteryReading battery, Occurrence now, Effects effects)
    {
        foreach (var (field, value) in new[] { ("battery_pct", battery.Pct), ("battery_v", battery.Volts) })
            if (value is { } known)
                effects.Measure(new("station", now.Time.At, [("station", now.Device.Name)], [(field, known)]));
        return battery.Pct is null || now.Time.At < state.BatteryAt || now.Time.IsLate ? state
            : state with { BatteryPct = battery.Pct, BatteryAt = now.Time.At };
    }

    private StationState Measured(StationState state, FillReading reading, Occurrence now, Effects effects)
    {
        if (_settings[now.Device].HasLamp)
            StationLamp.Show(state, SilentAfter, now, effects);
        if (reading.Fill is { } fill)
            effects.Measure(
                new("bin", now.Time.At, [("station", now.Device.Name), ("category", WasteCategories.WordOf(reading.Category))],
                [("fill", fill)]));
        return state;
    }
}
