using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Parking;

/// <summary>
/// A car park: not a device that sends, but what its sensors, its entry counter and the property's orders make. It updates the
/// signs.
/// </summary>
/// <param name="isHousehold">Whether a household is registered.</param>
public sealed class LotKind(DateTimeZone zone, Func<string, bool> isHousehold) : OutputOnlyKind<LotState>,
    IRecoverableKind<LotState>, IPrivacyKind<LotState>, IHomeAssistantKind<LotState>
{
    public const string KindName = "lot";

    private const int QuarterHour = 15;
    private static readonly Duration PublishEvery = Duration.FromSeconds(20);

    private readonly Dictionary<DeviceId, LotSettings> _settings = [];
    private readonly BayCensus _census = new();

    public override string Name => KindName;
    public override Text Title => new("停车场", "Car park");
    public override Duration SilentAfter => Duration.MaxValue;
    public override IReadOnlyList<SeriesSchema> Series { get; } =
    [
        new("parking", ["zone"], ["free", "occupied", "unknown", "closed"])
        {
            Curves = new Dictionary<string, FieldText>
            {
                ["free"] = new(new("空位", "Free bays"), ""),
                ["occupied"] = new(new("占用", "Occupied bays"), ""),
                ["unknown"] = new(new("情况不明", "Bays not known"), ""),
                ["closed"] = new(new("停用", "Closed bays"), ""),
            },
            PartName = zone => new($"{zone} 区", $"zone {zone}"),
        },
    ];
    public override JsonTypeInfo StateSchema => ParkingJson.Default.LotState;
    public override JsonTypeInfo FactSchema => ParkingJson.Default.ParkingFact;
    public IReadOnlyList<Type> RecoversFrom { get; } =
        [typeof(BayClosed), typeof(BayReopened), typeof(SensorMoved), typeof(PermitIssued), typeof(PermitEnded),
            typeof(ParkingRulesDecided), typeof(BayAudited), typeof(BayTickUndone), typeof(BayAuditEnded)];

    public IEnumerable<Text> Unfinished(LotState state, string household, Instant now) =>
        from permit in state.Permits
        where permit.Household == household && permit.IsInForce(now)
        select new Text($"车证 {permit.Id} 还有效，请先注销", $"permit {permit.Id} is in force; end it first");

    protected override LotState Initial(DeviceSettings settings)
    {
        _settings[settings.Device] = LotSettings.From(settings);
        return new();
    }

    public LotState Recover(LotState initial, IReadOnlyList<Fact> facts) => facts.Reverse().Aggregate(initial, (state, fact) => fact switch
    {
        BayClosed closed => state with { Closings = state.Closings.SetItem(closed.Bay, new(closed.By, closed.Reason)) },
        BayReopened reopened => state with { Closings = state.Closings.Remove(reopened.Bay) },
        SensorMoved moved => LotOrders.Place(state, moved),
        PermitIssued issued => state with { Permits = state.Permits.Add(issued.Permit), PermitsEver = state.PermitsEver + 1 },
        PermitEnded ended => state with
        {
            Permits = [
                .. state.Permits.Select(permit => permit.Id == ended.Permit ? permit with { Until = ended.Time.At } : permit)]
        },
        ParkingRulesDecided decided => state with { Policies = state.Policies.Add(decided.Policy) },
        BayAudited or BayTickUndone or BayAuditEnded => BayAuditOrders.Again(state, fact),
        _ => state,
    });

    protected override LotState Handle(LotState state, IDeviceRequest request, Instant now, Effects effects) => request switch
    {
        ReportBay report => BayAuditOrders.OnReport(
            state with { Sensors = state.Sensors.SetItem(report.Word.Sensor, report.Word) }, report.Device, report.Word, effects),
        CountPassage passage => LotCounter.Count(state, passage, now.InZone(zone).Hour, effects),
        CloseBay close => LotOrders.Close(state, close, effects),
        ReopenBay reopen => LotOrders.Reopen(state, reopen, effects),
        MoveSensor move => LotOrders.Move(state, move, effects),
        IssuePermit issue => PermitBook.Issue(state, issue, isHousehold, effects),
        EndPermit end => PermitBook.End(state, end, effects),
        DecideParkingRules decide => PermitBook.Decide(state, decide, zone, effects),
        AuditBay tick => BayAuditOrders.Tick(state, tick, effects),
        UndoAuditedBay undo => BayAuditOrders.Undo(state, undo, effects),
        EndBayAudit end => BayAuditOrders.End(state, end, effects),
        _ => base.Handle(state, request, now, effects),
    };

    protected override LotState Tick(LotState state, DeviceId device, Instant now, Effects effects)
    {
        // The sensors speak with their first tick; before that there is nothing to count.
        if (state.Sensors.IsEmpty)
            return state;
        var from = (state.Sensors, state.Closings, state.Placements, state.Stuck);
        var zones = state.PublishedFrom == from ? state.PublishedCounts : _census.Count(state);
        state = PublishCounts(state, zones, device, effects) with { PublishedFrom = from };
        var local = now.InZone(zone);
        var quarter = now - Duration.FromMinutes(local.Minute % QuarterHour) - Duration.FromSeconds(
            local.Second) - Duration.FromMilliseconds(local.Millisecond);
        if (effects.Now.Clock == ClockTrust.Unknown || state.CountedAt >= quarter)
            return state;
        effects.Record(new LotCounted(device, effects.Time, zones));
        state = state with { CountedAt = now, Stuck = StuckBays.Find((state with { Stuck = [] }).Bays(), now) };
        return LotCounter.Rebase(state, ZoneCounts.Sum("", zones), local.LocalDateTime, device, effects);
    }

    protected override IEnumerable<CardLine> Describe(LotState state)
    {
        var all = ZoneCounts.Sum("", state.Count());
        yield return new(
            new("空位", "Free"),
            Text.Same(
                all.FreeBays.IsUnknown ? DoubtfulCount.Unknown : string.Create(CultureInfo.InvariantCulture, $"{all.Free} / {all.Total}")),
            all.FreeBays.IsUnknown ? Tone.Unknown : Tone.Good);
        if (all.Doubtful > 0)
            yield return new(
                new("情况不明", "Not known"), Text.Same(all.Doubtful.ToString(CultureInfo.InvariantCulture)),
                all.FreeBays.IsTellable ? Tone.Unknown : Tone.Warning);
        if (all.Closed > 0)
            yield return new(new("停用", "Closed"), Text.Same(all.Closed.ToString(CultureInfo.InvariantCulture)));
        if (LotCounter.Residual(state, all) is { } residual)
            yield return new(
                new("与道闸计数相差", "Sensors minus counter"), Text.Same(residual.ToString("+0;-0;0", CultureInfo.InvariantCulture)),
                Math.Abs(residual) * 10 > all.Total ? Tone.Warning : Tone.Good);
    }

    public IEnumerable<HomeAssistantValue> HomeAssistantValues(LotState state)
    {
        // Before the sensors have spoken there is nothing to count.
        var all = state.Sensors.IsEmpty ? null : ZoneCounts.Sum("", state.Count());
        yield return HomeAssistantValue.OfNumber("free", new("空位", "Free"), all?.Free);
        yield return HomeAssistantValue.OfNumber("occupied", new("已占", "Occupied"), all?.Occupied);
        yield return HomeAssistantValue.OfNumber("not_known", new("情况不明", "Not known"), all?.Doubtful);
        yield return HomeAssistantValue.OfNumber("closed", new("停用", "Closed"), all?.Closed);
    }

    /// <summary>At once where a number changed, and now and then, so that a sign that receives nothing knows it is cut off.</summary>
    private LotState PublishCounts(
        LotState state, System.Collections.Immutable.ImmutableArray<ZoneCounts> zones, DeviceId device, Effects effects)
    {
        var isNews = !state.PublishedCounts.SequenceEqual(zones);
        if (!isNews && effects.Now.Uptime - state.PublishedAt < PublishEvery)
            return state;
        foreach (var sign in _settings[device].Signs)
            foreach (var counts in zones.Append(ZoneCounts.Sum("", zones)))
                effects.Request(new ShowSpaces(sign, counts));
        if (isNews)
            foreach (var counts in zones)
                effects.Measure(counts.Measure("parking", effects.Now.At));
        return state with { PublishedCounts = zones, PublishedAt = effects.Now.Uptime };
    }
}
