using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Parking;

/// <summary>
/// A sign at an entrance: a number, 满 where full, -- where nobody knows. It is fed every 20 s and must blank on its own after
/// 60 s without.
/// </summary>
public sealed class SignKind : OutputOnlyKind<SignState>, IWiredKind, IOrderedKind, IRuleTargetKind, IHomeAssistantKind<SignState>
{
    public const string KindName = "sign";
    public const string Full = ShownText.Full;
    public const string Unsure = ShownText.Unknown;

    private const double DoubtOver = 0.10;
    private const double DoubtUntil = 0.075;
    private static readonly Duration FeedEvery = Duration.FromSeconds(20);
    private static readonly Duration BlankAfter = Duration.FromSeconds(60);

    private readonly Dictionary<DeviceId, SignSettings> _settings = [];

    public override string Name => KindName;
    public override Text Title => new("入口显示屏", "Entrance sign");
    public override Duration SilentAfter => Duration.FromMinutes(5);
    public override JsonTypeInfo StateSchema => ParkingJson.Default.SignState;
    public override JsonTypeInfo FactSchema => ParkingJson.Default.ParkingFact;

    public Terminals Terminals { get; } = Terminals.None with { Displays = ["display"], Lamps = ["lamp"] };

    public IReadOnlyDictionary<string, JsonTypeInfo> RuleRequests { get; } = new Dictionary<string, JsonTypeInfo>
    { ["announce"] = ParkingJson.Default.Announce };

    IReadOnlyList<ReadingShape> IProfiledKind.Readings => [];

    /// <summary>As a sign of our own is ordered; a text is a number, a word of ours, or what a rule announces.</summary>
    IReadOnlyList<OrderShape> IOrderedKind.Orders { get; } =
    [
        new("show", new Dictionary<string, double> { ["blank_after_s"] = BlankAfter.TotalSeconds }, ["text", "arrow"])
        { Limit = "blank_after_s", IsNeeded = true },
        new("read"),
    ];

    IReadOnlyList<(string Name, Text What)> IProfiledKind.UsualSettings =>
        [("zone", new("区域，不填为整个停车场", "Zone; left out, the whole lot"))];

    protected override SignState Initial(DeviceSettings settings)
    {
        _settings[settings.Device] = SignSettings.From(settings);
        return new();
    }

    protected override SignState Handle(SignState state, IDeviceRequest request, Instant now, Effects effects)
    {
        if (request is Announce announce)
            return Announced(state, announce, effects);
        if (request is not ShowSpaces show)
            return base.Handle(state, request, now, effects);
        var settings = _settings[show.Device];
        return show.Counts.Zone != settings.Zone
            ? state
            : Show(state with
            { Timers = state.Timers with { Counts = show.Counts, HeardAt = effects.Now.Uptime } }, settings, show.Device, effects);
    }

    protected override SignState Tick(SignState state, DeviceId device, Instant now, Effects effects) =>
        Show(state, _settings[device], device, effects);

    protected override IEnumerable<CardLine> Describe(SignState state)
    {
        yield return new(new("显示", "Shows"), Text.Same(state.Shown ?? ""), state.Shown is null or Unsure ? Tone.Unknown : Tone.Good);
    }

    public IEnumerable<HomeAssistantValue> HomeAssistantValues(SignState state) =>
        [HomeAssistantValue.OfWord("shows", new("显示", "Shows"), state.Shown)];

    private SignState Announced(SignState state, Announce announce, Effects effects) =>
        announce is { Text.Length: > 0 and <= 16, Seconds: > 0 and <= 600 }
        ? Show(state with
        {
            Timers = state.Timers with { Announced = (announce.Text, effects.Now.Uptime + Duration.FromSeconds(announce.Seconds)) }
        },
                _settings[announce.Device], announce.Device, effects)
        : effects.Refuse(state, announce.Device, "bad_request", new("最多 16 个字，600 秒", "at most 16 letters and 600 seconds"));

    private static SignState Show(SignState state, SignSettings settings, DeviceId device, Effects effects)
    {
        var uptime = effects.Now.Uptime;
        var timers = Evaluate(state.Timers, settings, uptime);
        var text = timers.Announced is { } announced && uptime < announced.Until ? announced.Text : timers.IsDoubtful ? Unsure
            : timers.IsFull ? Full : Number(timers, settings).ToString(CultureInfo.InvariantCulture);
        var isHeld = text != state.Shown && state.Shown is not null && uptime - timers.ChangedAt < settings.Hold;
        var isFed = text == state.Shown && uptime - timers.FedAt < FeedEvery;
        if (isHeld || isFed)
            return state with { Timers = timers };
        effects.Show(device, text, FeedEvery, BlankAfter, ("arrow", settings.Arrow));
        return state with
        { Shown = text, Timers = timers with { FedAt = uptime, ChangedAt = text == state.Shown ? timers.ChangedAt : uptime } };
    }

    /// <summary>
    /// Full and unsure both stay until it is clearly otherwise, so that a sign does not flicker. What was not shown cannot flicker:
    /// out of doubt it is full only where it is.
    /// </summary>
    private static SignTimers Evaluate(SignTimers timers, SignSettings settings, Duration uptime)
    {
        if (timers.Counts is not { } counts || !(uptime - timers.HeardAt <= BlankAfter))
            return timers with { IsDoubtful = true };
        var doubt = counts.Total == 0 ? 1 : (double)counts.Doubtful / counts.Total;
        var number = Number(timers, settings);
        return timers with
        {
            IsDoubtful = doubt > (timers.IsDoubtful ? DoubtUntil : DoubtOver),
            IsFull = number <= settings.FullAt
                || (timers is { IsFull: true, IsDoubtful: false } && number < settings.FullAt + settings.Hysteresis),
        };
    }

    private static int Number(SignTimers timers, SignSettings settings) => Math.Max(0, (timers.Counts?.Free ?? 0) - settings.Margin);
}
