using System.Collections.Immutable;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Monitors;

/// <summary>
/// A sensor of doors, water, smoke, tilt, climate, passers-by, e-bikes in a lift, or a button: with our protocol, or of other makes by
/// their profiles. What follows from what it says, rules decide; smoke, water, tampering, a door that stays open and an e-bike are alerts.
/// </summary>
public sealed class MonitorKind : DeviceKind<MonitorReading, MonitorState>, IProfiledKind, IBatteryKind<MonitorState>,
    IHomeAssistantKind<MonitorState>
{
    public const string KindName = "monitor";

    /// <summary>Of a device without a profile, which speaks once a day at least.</summary>
    private static readonly Duration Daily = Duration.FromHours(26);

    /// <summary>All it senses, as an event or now and then.</summary>
    private static readonly Dictionary<string, JsonTypeInfo> Types = new() { ["senses"] = MonitorWire.Reader.MonitorReading };

    private readonly Dictionary<DeviceId, MonitorSettings> _settings = [];

    public override string Name => KindName;
    public override Text Title => new("环境探头", "Monitor");
    public override Duration SilentAfter => Daily;
    public override IReadOnlyDictionary<string, JsonTypeInfo> EventTypes => Types;
    public override IReadOnlyDictionary<string, JsonTypeInfo> TelemetryTypes => Types;

    public override IReadOnlyList<SeriesSchema> Series { get; } =
        [new("monitor", ["monitor"], ["temp_c", "humidity_pct", "battery_pct", "open", "leak", "smoke", "in", "out"])
        {
            Curves = new Dictionary<string, FieldText>
            {
                ["temp_c"] = FieldText.Temperature,
                ["humidity_pct"] = new(new("湿度", "Humidity"), "%"),
                ["battery_pct"] = new(new("电量", "Battery"), "%"),
                ["open"] = FieldText.Percent(new("开着的时间", "Time open")),
                ["leak"] = FieldText.Percent(new("漏水的时间", "Time with a leak")),
                ["smoke"] = FieldText.Percent(new("有烟的时间", "Time with smoke")),
                ["in"] = new(new("进", "In"), ""),
                ["out"] = new(new("出", "Out"), ""),
            },
        }];

    public override JsonTypeInfo StateSchema => MonitorJson.Default.MonitorState;
    public override JsonTypeInfo FactSchema => MonitorJson.Default.MonitorFact;
    IReadOnlyList<ReadingShape> IProfiledKind.Readings => ProfiledMonitor.All;
    IReadOnlyList<(string Name, Text What)> IProfiledKind.UsualSettings => [("zone", new("区域", "Zone"))];

    protected override MonitorState Initial(DeviceSettings settings)
    {
        _settings[settings.Device] = MonitorSettings.From(settings);
        return new();
    }

    protected override MonitorState Step(MonitorState state, MonitorReading reading, Occurrence occurrence, Effects effects)
    {
        Measure(reading, occurrence, effects);
        if (!occurrence.Time.IsLate && !occurrence.IsOvertaken && !(occurrence.Time.At < state.At))
            return MonitorWatch.OnReading(state, reading, occurrence, effects);
        effects.Refuse(occurrence.Device, RejectReason.Overtaken, "it was so before what was heard already; only its figures are kept");
        return state;
    }

    protected override MonitorState Tick(MonitorState state, DeviceId device, Instant now, Effects effects) =>
        MonitorWatch.Tick(state, _settings[device], device, effects);

    protected override MonitorState Handle(MonitorState state, IDeviceRequest request, Instant now, Effects effects) => request switch
    {
        ResetLatch when state.Smoke == true => effects.Refuse(
            state, request.Device, "still_active", new("还在报烟，不能复位", "it still reports smoke; it cannot be reset yet")),
        _ => base.Handle(state, request, now, effects),
    };

    protected override IEnumerable<CardLine> Describe(MonitorState state)
    {
        if (state.At is null)
            yield return new(new("读数", "Readings"), new("还没有", "none yet"), Tone.Unknown);
        foreach (var (sign, value) in MonitorWatch.Signs(state))
            if (value is { } isActive && (isActive || sign != MonitorSign.HeldOpen))
                yield return new(MonitorTexts.NameOf(sign), MonitorTexts.Of(sign, isActive), isActive ? ToneOf(sign) : Tone.Good);
        foreach (var (name, value, unit) in Figures(state))
            if (value is { } number)
                yield return new(name, Text.Same(FormattableString.Invariant($"{number:0.#} {unit}").TrimEnd()));
    }

    public IEnumerable<HomeAssistantValue> HomeAssistantValues(MonitorState state) =>
    [
        HomeAssistantValue.OfFlag("open", new("门", "Door"), state.Open, "door"),
        HomeAssistantValue.OfFlag("leak", new("漏水", "Water"), state.Leak, "moisture"),
        HomeAssistantValue.OfFlag("smoke", new("烟雾", "Smoke"), state.Smoke, "smoke"),
        HomeAssistantValue.OfFlag("e_bike", new("电动车进楼", "E-bike in the building"), state.EBike, "problem"),
        HomeAssistantValue.OfNumber("temperature", new("温度", "Temperature"), state.TemperatureC, "°C", "temperature"),
        HomeAssistantValue.OfNumber("humidity", new("湿度", "Humidity"), state.HumidityPct, "%", "humidity"),
    ];

    public double? BatteryPct(MonitorState state) => state.BatteryPct;

    private static Tone ToneOf(MonitorSign sign) => sign switch
    {
        MonitorSign.Open => Tone.Good,
        MonitorSign.Smoke or MonitorSign.Leak or MonitorSign.EBike or MonitorSign.BikeBattery => Tone.Alarm,
        _ => Tone.Warning,
    };

    private static (Text Name, double? Value, string Unit)[] Figures(MonitorState state) =>
    [
        (new("温度", "Temperature"), state.TemperatureC, "°C"), (new("湿度", "Humidity"), state.HumidityPct, "%"),
        (new("进", "In"), state.In, ""), (new("出", "Out"), state.Out, ""),
    ];

    private static void Measure(MonitorReading reading, Occurrence occurrence, Effects effects)
    {
        var fields = ImmutableArray.CreateBuilder<(string, FieldValue)>();
        foreach (var (name, value) in new[] { ("temp_c", reading.TemperatureC), ("humidity_pct", reading.HumidityPct),
            ("battery_pct", reading.BatteryPct), ("in", reading.In), ("out", reading.Out) })
            if (value is { } number)
                fields.Add((name, number));
        foreach (var (name, value) in new[] { ("open", reading.Open), ("leak", reading.Leak), ("smoke", reading.Smoke) })
            if (value is { } flag && !reading.IsTest)
                fields.Add((name, flag ? 1 : 0));
        if (fields.Count > 0)
            effects.Measure(new("monitor", occurrence.Time.At, [("monitor", occurrence.Device.Name)], fields.ToImmutable()));
    }
}

/// <summary>The sensor's messages as JSON.</summary>
[JsonSerializable(typeof(MonitorReading))]
internal sealed partial class MonitorWire : JsonSerializerContext
{
    internal static MonitorWire Reader { get; } = new(WireOptions.With());
}
