using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Parking;

/// <summary>A counter at an entry: a loop, a camera, a barrier. It counts for a lot.</summary>
public sealed class CounterKind : DeviceKind<Passage, CounterState>, IHomeAssistantKind<CounterState>
{
    public const string KindName = "counter";

    private readonly Dictionary<DeviceId, DeviceId> _lots = [];

    public override string Name => KindName;
    public override Text Title => new("出入口计数", "Entry counter");
    public override Duration SilentAfter => Duration.FromHours(6);

    public override IReadOnlyDictionary<string, JsonTypeInfo> EventTypes { get; } = new Dictionary<string, JsonTypeInfo>
    {
        ["passage"] = CounterWire.Reader.Passage,
    };

    public override IReadOnlyDictionary<string, JsonTypeInfo> TelemetryTypes { get; } = new Dictionary<string, JsonTypeInfo>();
    public override JsonTypeInfo StateSchema => ParkingJson.Default.CounterState;
    public override JsonTypeInfo FactSchema => ParkingJson.Default.ParkingFact;

    protected override CounterState Initial(DeviceSettings settings)
    {
        _lots[settings.Device] = new(LotKind.KindName, settings.Values.GetValueOrDefault("lot", "main"));
        return new();
    }

    protected override CounterState Step(CounterState state, Passage reading, Occurrence occurrence, Effects effects)
    {
        var isIn = reading.Direction == PassageDirection.In;
        effects.Request(new CountPassage(_lots[occurrence.Device], isIn ? reading.Cars : -reading.Cars));
        return isIn ? state with { In = state.In + reading.Cars } : state with { Out = state.Out + reading.Cars };
    }

    protected override IEnumerable<CardLine> Describe(CounterState state)
    {
        yield return new(new("驶入", "In"), Text.Same(state.In.ToString(CultureInfo.InvariantCulture)));
        yield return new(new("驶出", "Out"), Text.Same(state.Out.ToString(CultureInfo.InvariantCulture)));
    }

    public IEnumerable<HomeAssistantValue> HomeAssistantValues(CounterState state) =>
        [HomeAssistantValue.OfNumber("in", new("驶入", "In"), state.In, isCounter: true),
            HomeAssistantValue.OfNumber("out", new("驶出", "Out"), state.Out, isCounter: true)];
}

/// <summary>The counter's messages as JSON.</summary>
[JsonSerializable(typeof(Passage))]
internal sealed partial class CounterWire : JsonSerializerContext
{
    internal static CounterWire Reader { get; } = new(WireOptions.With());
}
