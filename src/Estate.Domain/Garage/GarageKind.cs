using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Garage;

/// <summary>
/// A garage for bicycles and e-bikes (非机动车库): the box at its door counts them by type, tags say which stay. Its door is a gate whose
/// cards need a permit of this garage.
/// </summary>
public sealed class GarageKind : DeviceKind<GarageReading, GarageState>, IPrivacyKind<GarageState>, IRecoverableKind<GarageState>,
    IHomeAssistantKind<GarageState>
{
    public const string KindName = "garage";

    private static readonly Duration MeasureEvery = Duration.FromMinutes(15);

    private readonly Dictionary<DeviceId, GarageSettings> _settings = [];
    private readonly CardRegistry _tags;
    private readonly DateTimeZone _zone;
    private readonly Func<string, bool> _isHousehold;

    /// <param name="tags">Of bicycles, by their household.</param>
    /// <param name="isHousehold">Whether a household is registered.</param>
    public GarageKind(CardBook tags, DateTimeZone zone, Func<string, bool> isHousehold)
    {
        (_tags, _zone, _isHousehold) = (tags.Cards, zone, isHousehold);
        var wire = GarageWire.With(tags.Hasher);
        EventTypes = new Dictionary<string, JsonTypeInfo> { ["bikes"] = wire.BikesPassing };
        TelemetryTypes = new Dictionary<string, JsonTypeInfo> { ["standing"] = wire.BikesStanding };
    }

    public override string Name => KindName;
    public override Text Title => new("非机动车库", "Bicycle garage");
    public override Duration SilentAfter => Duration.FromHours(6);
    public override IReadOnlyDictionary<string, JsonTypeInfo> EventTypes { get; }
    public override IReadOnlyDictionary<string, JsonTypeInfo> TelemetryTypes { get; }

    public override IReadOnlyList<SeriesSchema> Series { get; } =
        [new("garage", ["garage", "bike"], ["inside", "free", "unknown", "in", "out"])
        {
            Curves = new Dictionary<string, FieldText>
            {
                ["inside"] = new(new("在库车辆", "Bicycles inside"), ""),
                ["free"] = new(new("空位", "Free places"), ""),
                ["unknown"] = new(new("情况不明", "Places not known"), ""),
                ["in"] = new(new("当天驶入", "In that day"), ""),
                ["out"] = new(new("当天驶出", "Out that day"), ""),
            },
            PartName = bike => GarageTexts.Of(bike == "e_bike" ? BikeType.EBike : BikeType.Bicycle),
        }];

    public override JsonTypeInfo StateSchema => GarageJson.Default.GarageState;
    public override JsonTypeInfo FactSchema => GarageJson.Default.GarageFact;

    public IReadOnlyList<Type> RecoversFrom { get; } = [typeof(BikePermitIssued), typeof(BikePermitEnded)];

    /// <summary>How long a bicycle of this garage may stand without being called abandoned.</summary>
    public static Duration AbandonedAfter(DeviceSettings settings) => GarageSettings.From(settings).Abandoned;

    /// <summary>What staff call a bicycle with that tag.</summary>
    public static string NumberOf(string tag) => ParkedBikes.NumberOf(tag);

    public IEnumerable<Text> Unfinished(GarageState state, string household, Instant now) =>
        from permit in state.Permits
        where permit.Household == household && permit.IsInForce(now)
        select new Text($"非机动车库准入 {permit.Id} 还有效，请先注销", $"permit {permit.Id} of the bicycle garage is in force; end it first");

    protected override GarageState Initial(DeviceSettings settings)
    {
        var own = _settings[settings.Device] = GarageSettings.From(settings);
        return new() { Bicycles = new(own.Bicycles), EBikes = new(own.EBikes) };
    }

    protected override GarageState Adopt(GarageState saved, GarageState initial) => saved with
    {
        Bicycles = saved.Bicycles with { Places = initial.Bicycles.Places },
        EBikes = saved.EBikes with { Places = initial.EBikes.Places },
    };

    public GarageState Recover(GarageState initial, IReadOnlyList<Fact> facts) => facts.Reverse().Aggregate(initial, Recover);

    private static GarageState Recover(GarageState state, Fact fact) => fact switch
    {
        BikePermitIssued issued => state with { Permits = state.Permits.Add(issued.Permit), PermitsEver = state.PermitsEver + 1 },
        BikePermitEnded ended => state with { Permits = state.Permits.RemoveAll(one => one.Id == ended.Permit) },
        _ => state,
    };

    protected override GarageState Step(GarageState state, GarageReading reading, Occurrence occurrence, Effects effects)
    {
        state = reading switch
        {
            BikesPassing passing =>
                BikeCounting.Pass(state, passing, occurrence, occurrence.Time.At.InZone(_zone).Date, effects),
            BikesStanding when occurrence.Time.IsLate || occurrence.Time.At < state.CountedAt => effects.Refuse(
                state, occurrence.Device, RejectReason.Overtaken, new("已有更新的清点", "they were counted again since")),
            BikesStanding standing => BikeCounting.Count(state, standing, occurrence.Device, occurrence.Time, effects),
            _ => throw new ArgumentOutOfRangeException(nameof(reading), reading.GetType().Name),
        };
        return Conclude(state, occurrence.Device, effects);
    }

    protected override GarageState Handle(GarageState state, IDeviceRequest request, Instant now, Effects effects) => request switch
    {
        AskAdmission ask => BikePermits.Admit(state, ask, effects),
        IssueBikePermit issue => BikePermits.Issue(state, issue, _isHousehold, effects),
        EndBikePermit end => BikePermits.End(state, end, effects),
        CountBikes count => Conclude(BikeCounting.Count(state, count, effects), count.Device, effects),
        TakeBikeAway take => Conclude(ParkedBikes.TakeAway(state, take, effects), take.Device, effects),
        _ => base.Handle(state, request, now, effects),
    };

    protected override GarageState Tick(GarageState state, DeviceId device, Instant now, Effects effects)
    {
        if (effects.Now.Clock == ClockTrust.Unknown)
            return state;
        var local = now.InZone(_zone);
        state = BikeCounting.Begin(state, local.Date);
        state = ParkedBikes.Night(state, _settings[device], local, _tags, device, effects);
        return effects.Now.Uptime - state.MeasuredAt < MeasureEvery ? state : BikeCounting.Measure(state, device, effects);
    }

    protected override IEnumerable<CardLine> Describe(GarageState state)
    {
        foreach (var type in Enum.GetValues<BikeType>().Where(one => state.Of(one).Places > 0))
        {
            var (free, name) = (state.FreeOf(type), type == BikeType.Bicycle ? new Text("自行车空位", "Free for bicycles")
                : new("电动车空位", "Free for e-bikes"));
            yield return free.IsTellable
                ? new(name, Text.Same(string.Create(CultureInfo.InvariantCulture, $"{free.Number} / {free.Total}")))
                : new(name, Text.Same(DoubtfulCount.Unknown), Tone.Unknown);
        }
        if (state.CountedAt is null)
            yield return new(new("清点", "Count"), new("还没有清点过", "never counted yet"), Tone.Unknown);
        if (state.Unknown > 0)
            yield return new(new("没认出的车", "Not made out"), Text.Same(state.Unknown.ToString(CultureInfo.InvariantCulture)));
    }

    public IEnumerable<HomeAssistantValue> HomeAssistantValues(GarageState state) =>
    [
        HomeAssistantValue.OfNumber("free_bicycles", new("自行车空位", "Free for bicycles"), Told(state, BikeType.Bicycle)),
        HomeAssistantValue.OfNumber("free_e_bikes", new("电动车空位", "Free for e-bikes"), Told(state, BikeType.EBike)),
        HomeAssistantValue.OfNumber("inside", new("在库车辆", "Inside"),
            state.CountedAt is null ? null : state.Bicycles.Count + state.EBikes.Count + state.Unknown),
    ];

    private static double? Told(GarageState state, BikeType type) => state.FreeOf(type) is { IsTellable: true } free ? free.Number : null;

    private static GarageState Conclude(GarageState state, DeviceId device, Effects effects) =>
        BikeCounting.Measure(BikeCounting.Doubt(state, device, effects), device, effects);
}
