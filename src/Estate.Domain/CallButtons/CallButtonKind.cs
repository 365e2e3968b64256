using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.CallButtons;

/// <summary>A button for the elderly (一键叫车, 一键求助): a taxi, or help. Held down it is help, whatever stands on it.</summary>
public sealed class CallButtonKind : DeviceKind<ButtonReading, CallButtonState>, IOrderedKind, IHandedOnKind,
    IBatteryKind<CallButtonState>, IHomeAssistantKind<CallButtonState>, IPrivacyKind<CallButtonState>, IProviderKind<CallButtonState>,
    IRecoverableKind<CallButtonState>
{
    public const string KindName = "call-button";

    private readonly Dictionary<DeviceId, CallButtonSettings> _settings = [];
    private readonly CardRegistry _cards;

    /// <param name="households">The households' cards.</param>
    public CallButtonKind(CardBook households)
    {
        _cards = households.Cards;
        var wire = ButtonWire.With(households.Hasher);
        EventTypes = new Dictionary<string, JsonTypeInfo> { ["press"] = wire.ButtonPress };
        TelemetryTypes = new Dictionary<string, JsonTypeInfo> { ["button"] = wire.ButtonHeartbeat };
    }

    string IHandedOnKind.HandedOn => CallFact.Called;
    public override string Name => KindName;
    public override Text Title => new("呼叫按钮", "Call button");
    public override Duration SilentAfter => Duration.FromMinutes(40);
    public override IReadOnlyDictionary<string, JsonTypeInfo> EventTypes { get; }
    public override IReadOnlyDictionary<string, JsonTypeInfo> TelemetryTypes { get; }

    public override IReadOnlyList<SeriesSchema> Series { get; } = [new("call_button", ["button"], ["battery_pct", "help", "taxi"])
    {
        Curves = new Dictionary<string, FieldText>
        {
            ["battery_pct"] = new(new("电量", "Battery"), "%"),
            ["help"] = FieldText.Percent(new("求助中的时间", "Time with a call for help")),
            ["taxi"] = FieldText.Percent(new("等车的时间", "Time waiting for a taxi")),
        },
    }];

    public override JsonTypeInfo StateSchema => CallJson.Default.CallButtonState;
    public override JsonTypeInfo FactSchema => CallJson.Default.CallFact;
    IReadOnlyList<ReadingShape> IProfiledKind.Readings => ProfiledButton.Readings;
    IReadOnlyList<OrderShape> IOrderedKind.Orders => ProfiledButton.Orders;
    IReadOnlyList<(string Name, Text What)> IProfiledKind.UsualSettings =>
        [("stands", new("outside 室外，flat 住户家里", "outside, or flat: in one household's")), ("taxi", new("yes 或 no", "yes or no"))];

    public IReadOnlyList<Type> RecoversFrom { get; } = [typeof(HelpCalled), typeof(HelpEnded)];

    protected override CallButtonState Initial(DeviceSettings settings)
    {
        _settings[settings.Device] = CallButtonSettings.From(settings);
        return new();
    }

    /// <summary>Of a household that was forgotten nothing is left but the place of its number.</summary>
    protected override CallButtonState Adopt(CallButtonState saved, CallButtonState initial) =>
        saved with { Family = saved.Family.RemoveAll(one => one.Phone.Length == 0) };

    /// <summary>Who called for help still does; numbers that households gave are nowhere else and are lost.</summary>
    public CallButtonState Recover(CallButtonState initial, IReadOnlyList<Fact> facts) => initial with
    {
        Help = facts is [HelpCalled open, ..] ? new(open.Call, open.Time.At, open.Household) : null,
    };

    protected override CallButtonState Step(CallButtonState state, ButtonReading reading, Occurrence occurrence, Effects effects) =>
        reading switch
        {
            ButtonPress press => ButtonPresses.Take(state, press, _settings[occurrence.Device], _cards, occurrence, effects),
            ButtonHeartbeat beat => ButtonPresses.Take(state, beat, occurrence, effects),
            _ => throw new ArgumentOutOfRangeException(nameof(reading), reading.GetType().Name),
        };

    protected override CallButtonState Handle(CallButtonState state, IDeviceRequest request, Instant now, Effects effects) =>
        request switch
        {
            ConditionTaken { Type: CallFact.Called } taken => HelpCalls.Take(state, taken.Device, effects),
            EndHelp end => HelpCalls.End(state, end, effects),
            CancelTaxi cancel => TaxiCalls.Cancel(state, cancel.Device, effects),
            ProviderNews news => TaxiCalls.Answered(state, news, effects),
            NameFamily name => FamilyContacts.Name(state, name, (_settings[name.Device].IsInFlat, _cards.KnowsHousehold), effects),
            ForgetFamily forget => FamilyContacts.Forget(state, forget, effects),
            ShowFamily show => FamilyContacts.Show(state, show, effects),
            _ => base.Handle(state, request, now, effects),
        };

    protected override CallButtonState Tick(CallButtonState state, DeviceId device, Instant now, Effects effects) =>
        TaxiCalls.Tick(ButtonPresses.Tick(state, device, effects), device, effects);

    protected override IEnumerable<CardLine> Describe(CallButtonState state)
    {
        yield return state.Help is { } help
            ? new(new("求助", "Help"), CallTexts.HelpIsOn(help), Tone.Alarm)
            : new(new("求助", "Help"), new("没有", "none"));
        if (state.Taxi is { } taxi)
            yield return new(new("叫车", "Taxi"), CallTexts.Of(taxi.Stage));
        if (state.IsStuck)
            yield return new(new("按钮", "Button"), new("卡住", "does not stop"), Tone.Warning);
        if (state.BatteryPct is { } battery)
            yield return new(
                new("电量", "Battery"), Text.Same(string.Create(CultureInfo.InvariantCulture, $"{battery:0} %")),
                battery < StatusCard.LowBatteryPct ? Tone.Warning : Tone.Good);
    }

    public IEnumerable<HomeAssistantValue> HomeAssistantValues(CallButtonState state) =>
    [
        HomeAssistantValue.OfFlag("help", new("求助", "Help"), state.Help is not null, "safety"),
        HomeAssistantValue.OfWord("taxi", new("叫车", "Taxi"), state.Taxi is { } taxi ? WireName.Of(taxi.Stage) : "none"),
    ];

    public double? BatteryPct(CallButtonState state) => state.BatteryPct;

    public IEnumerable<Text> Unfinished(CallButtonState state, string household, Instant now)
    {
        if (state.Help?.Household == household)
            yield return new("正在求助", "a call for help is open");
        if (state.Taxi?.Household == household)
            yield return new("正在叫车", "a taxi is on its way");
    }

    public IEnumerable<ProviderOrder> Orders(CallButtonState state) => state.Taxi is { } taxi
        ? [new(taxi.Id, "taxi", taxi.At, WireName.Of(taxi.Stage), taxi.IsCancelled)] : [];
}
