using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Sweeper;

/// <summary>A robot that sweeps the ways (智能清扫器). It drives by itself; the gateway makes it stand and says where not to go.</summary>
public sealed class SweeperKind : DeviceKind<SweeperReading, SweeperState>, IBatteryKind<SweeperState>, IHomeAssistantKind<SweeperState>,
    IRuleTargetKind
{
    public const string KindName = "sweeper";

    private const double FullPct = 95, EmptiedPct = 80;

    public override string Name => KindName;
    public override Text Title => new("智能清扫器", "Sweeper");
    public override Duration SilentAfter => Duration.FromMinutes(15);

    public override IReadOnlyDictionary<string, JsonTypeInfo> EventTypes { get; } = new Dictionary<string, JsonTypeInfo>
    {
        ["sweeper"] = SweeperWire.Reader.SweeperReport,
        ["route_done"] = SweeperWire.Reader.RouteReport,
    };

    public override IReadOnlyDictionary<string, JsonTypeInfo> TelemetryTypes { get; } = new Dictionary<string, JsonTypeInfo>
    {
        ["sweeper"] = SweeperWire.Reader.SweeperReport,
    };

    public override IReadOnlyList<SeriesSchema> Series { get; } =
        [new("sweeper", ["sweeper"], ["activity", "battery_pct", "bin_pct"])
        {
            Curves = new Dictionary<string, FieldText>
            {
                ["battery_pct"] = new(new("电量", "Battery"), "%"),
                ["bin_pct"] = new(new("尘箱", "Bin"), "%"),
            },
        }];

    public override JsonTypeInfo StateSchema => SweeperJson.Default.SweeperState;
    public override JsonTypeInfo FactSchema => SweeperJson.Default.SweeperFact;

    public IReadOnlyDictionary<string, JsonTypeInfo> RuleRequests { get; } = new Dictionary<string, JsonTypeInfo>
    {
        ["pause_zone"] = SweeperJson.Default.PauseSweeperZone,
        ["stop"] = SweeperJson.Default.StopSweeper,
    };

    protected override SweeperState Initial(DeviceSettings settings) => new();

    /// <summary>Orders stay; what it said must be heard again, and until then it is nowhere that is known.</summary>
    protected override SweeperState Adopt(SweeperState saved, SweeperState initial) => saved with { Zone = null };

    protected override SweeperState Step(SweeperState state, SweeperReading reading, Occurrence occurrence, Effects effects)
    {
        if (reading is RouteReport done)
        {
            effects.Record(new RouteSwept(occurrence.Device, occurrence.Time, done.Route, done.AreaM2));
            return state with { LastRoute = new(done.Route, done.AreaM2, occurrence.Time.At) };
        }
        var report = (SweeperReport)reading;
        Measure(report, occurrence, effects);
        if (occurrence.Time.IsLate || occurrence.IsOvertaken || occurrence.Time.At < state.At)
            return effects.Refuse(
                state, occurrence.Device, RejectReason.Overtaken, new("已有更新的报告", "it has said something newer already"));
        state = SweeperDrive.Decide(Take(state, report, occurrence, effects), occurrence.Device, effects);
        return state;
    }

    protected override SweeperState Handle(SweeperState state, IDeviceRequest request, Instant now, Effects effects)
    {
        state = request switch
        {
            StopSweeper stop => SweeperOrders.Stop(state, stop, effects),
            LetSweeperGo go => SweeperOrders.LetGo(state, go, effects),
            PauseSweeperZone pause => SweeperOrders.Pause(state, pause, effects),
            OpenSweeperZone open => SweeperOrders.Open(state, open, effects),
            _ => base.Handle(state, request, now, effects),
        };
        return SweeperDrive.Decide(state, request.Device, effects);
    }

    protected override SweeperState Tick(SweeperState state, DeviceId device, Instant now, Effects effects) =>
        SweeperDrive.Decide(SweeperOrders.Expire(state, device, effects), device, effects);

    protected override IEnumerable<CardLine> Describe(SweeperState state)
    {
        yield return new(new("状态", "State"), SweeperTexts.Of(state.Activity), state.Activity switch
        {
            null => Tone.Unknown,
            SweeperActivity.Stuck => Tone.Warning,
            _ => Tone.Good,
        });
        if (state.IsDisobeying)
            yield return new(new("停车", "Stop"), new("应当停下，还在动", "it should stand and still moves"), Tone.Alarm);
        else if (state.Stop is { } stop)
            yield return new(new("停车", "Stop"), new($"{stop.By}：{stop.Reason}", $"{stop.By}: {stop.Reason}"), Tone.Warning);
        if (state.Paused.Count > 0)
            yield return new(new("暂停区域", "Paused zones"), Text.Same(string.Join(", ", state.Paused.Keys)));
        if (state.Zone is { } zone)
            yield return new(new("位置", "Where"), Text.Same(zone));
        if (state.BinPct is { } bin)
            yield return new(
                new("尘箱", "Bin"), Text.Same(FormattableString.Invariant($"{bin:0} %")), state.IsBinFull ? Tone.Warning : Tone.Good);
        if (state.LastRoute is { } route)
            yield return new(new("上一条路线", "Last route"), Text.Same(FormattableString.Invariant($"{route.Route}, {route.AreaM2:0} m²")));
    }

    public IEnumerable<HomeAssistantValue> HomeAssistantValues(SweeperState state) =>
    [
        HomeAssistantValue.OfWord("activity", new("状态", "State"), state.Activity is { } activity ? WireName.Of(activity) : null),
        HomeAssistantValue.OfNumber("bin", new("尘箱", "Bin"), state.BinPct, "%"),
    ];

    public double? BatteryPct(SweeperState state) => state.BatteryPct;

    private static SweeperState Take(SweeperState state, SweeperReport report, Occurrence occurrence, Effects effects)
    {
        if (report.Activity != state.Activity)
            effects.Record(new SweeperChanged(occurrence.Device, occurrence.Time, report.Activity, report.Zone));
        // Dust settles and swirls: full until it was clearly emptied.
        var isFull = report.BinPct is not { } bin ? state.IsBinFull : bin >= (state.IsBinFull ? EmptiedPct : FullPct);
        if (isFull != state.IsBinFull)
            effects.Record(new SweeperBinChanged(occurrence.Device, occurrence.Time, isFull));
        return state with
        {
            Activity = report.Activity,
            Zone = report.Zone,
            Route = report.Route ?? state.Route,
            BatteryPct = report.BatteryPct ?? state.BatteryPct,
            BinPct = report.BinPct ?? state.BinPct,
            IsBinFull = isFull,
            At = occurrence.Time.At,
        };
    }

    private static void Measure(SweeperReport report, Occurrence occurrence, Effects effects)
    {
        var fields = ImmutableArray.Create<(string, FieldValue)>(("activity", (int)report.Activity));
        if (report.BatteryPct is { } battery)
            fields = fields.Add(("battery_pct", battery));
        if (report.BinPct is { } bin)
            fields = fields.Add(("bin_pct", bin));
        effects.Measure(new("sweeper", occurrence.Time.At, [("sweeper", occurrence.Device.Name)], fields));
    }
}
