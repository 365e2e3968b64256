using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Charging;

/// <summary>A charger for e-bikes: a board of 1 to 20 switched and metered sockets with a card reader.</summary>
public sealed class ChargerKind : DeviceKind<ChargerReading, ChargerState>,
    IWiredKind, IOrderedKind, IRuleTargetKind, IReplyKind<ChargerState>, IRecoverableKind<ChargerState>, IPrivacyKind<ChargerState>,
    IHomeAssistantKind<ChargerState>, IFedKind
{
    public const string KindName = ChargingFact.SliceName;

    private readonly Dictionary<DeviceId, ChargerSettings> _settings = [];
    private readonly FeederBook _feeders = new();
    private readonly FeederQueue _queue;
    private readonly DateTimeZone _zone;

    /// <param name="zone">Whose clocks prices go by.</param>
    public ChargerKind(CardHasher hasher, DateTimeZone zone)
    {
        _zone = zone;
        _queue = new(_feeders);
        var wire = ChargerWire.With(hasher);
        (EventTypes, TelemetryTypes) = (wire.Events(), wire.Telemetry());
    }

    public override string Name => KindName;
    public override Text Title => new("电动自行车充电桩", "E-bike charger");
    public override Duration SilentAfter => ChargerSettings.SilentAfter;
    public override IReadOnlyDictionary<string, JsonTypeInfo> EventTypes { get; }
    public override IReadOnlyDictionary<string, JsonTypeInfo> TelemetryTypes { get; }
    public override IReadOnlyList<SeriesSchema> Series { get; } =
        [new("socket", ["charger", "socket"], ["state", "relay", "power_w", "current_a", "voltage_v", "energy_wh", "temp_c"])
            {
                Curves = new Dictionary<string, FieldText>
                {
                    ["power_w"] = new(new("功率", "Power"), "W"),
                    ["current_a"] = new(new("电流", "Current"), "A", 2),
                    ["voltage_v"] = new(new("电压", "Voltage"), "V"),
                    ["temp_c"] = FieldText.Temperature,
                },
                PartName = socket => new($"插座 {socket}", $"socket {socket}"),
            },
            new("charge_session", ["charger", "socket"], ["duration_s", "energy_wh", "stop_reason", "interruptions"])];
    public IReadOnlyDictionary<string, JsonTypeInfo> RuleRequests { get; } = new Dictionary<string, JsonTypeInfo>
    { ["stop_charging"] = ChargingJson.Default.StopCharging };
    public override JsonTypeInfo StateSchema => ChargingJson.Default.ChargerState;
    public override JsonTypeInfo FactSchema => ChargingJson.Default.ChargingFact;

    IReadOnlyList<ReadingShape> IProfiledKind.Readings => ProfiledReadings.All;
    IReadOnlyList<OrderShape> IOrderedKind.Orders => ProfiledReadings.Orders;

    public Terminals Terminals { get; } = Terminals.None with { Gauges = SocketGauges.All };

    /// <summary>What latched must stay so; sessions are found again at the sockets.</summary>
    public IReadOnlyList<Type> RecoversFrom { get; } = [typeof(ProtectionChanged), typeof(BoardConfigured)];

    public int OutletsOf(DeviceSettings settings) => ChargerSettings.SocketsOf(settings);

    public IEnumerable<Text> Unfinished(ChargerState state, string household, Instant now) =>
        (from socket in state.Sockets
         where socket.Session?.Order.Household == household
         select new Text($"{socket.Number} 号插座正在为这一户充电", $"socket {socket.Number} is charging for this household"))
        .Concat(
            from socket in state.Sockets
            where socket.Wait?.Order.Household == household
            select new Text($"{socket.Number} 号插座正在为这一户排队", $"socket {socket.Number} waits in line for this household"));

    protected override ChargerState Initial(DeviceSettings settings)
    {
        var own = _settings[settings.Device] = ChargerSettings.From(settings, _zone);
        _feeders.Expect(settings.Device, own);
        return new()
        {
            Sockets = [.. Enumerable.Range(1, own.Sockets).Select(number => new SocketState(number))],
            Parameters = own.Parameters,
            IsMeasuredOnly = settings.IsWired || settings.Profile is { TakesOrders: false },
            Device = settings,
        };
    }

    /// <summary>Sockets are those of the file, with what is remembered of each.</summary>
    protected override ChargerState Adopt(ChargerState saved, ChargerState initial) => saved with
    {
        Sockets = [.. initial.Sockets.Select(fitted => saved.SocketAt(fitted.Number) ?? fitted)],
        Trips = [.. saved.Trips.Where(trip => trip.Socket <= initial.Sockets.Length)],
        IsMeasuredOnly = initial.IsMeasuredOnly,
        Device = initial.Device,
    };

    public ChargerState Recover(ChargerState initial, IReadOnlyList<Fact> facts) =>
        facts.Reverse().Aggregate(initial, (state, fact) => fact switch
    {
        ProtectionChanged { IsActive: true } tripped when state.TripOf(tripped.Kind, tripped.Socket) is null =>
            state with { Trips = state.Trips.Add(new(tripped.Kind, tripped.Socket, tripped.Time.At, true, tripped.Time.IsLate)) },
        ProtectionChanged { IsActive: false } over when state.TripOf(over.Kind, over.Socket) is { } trip =>
            state with
            {
                Trips = over.ResetBy is null && Protection.Of(over.Kind).IsLatched
                ? state.Trips.Replace(trip, trip with { IsActive = false }) : state.Trips.Remove(trip)
            },
        BoardConfigured configured => state with { Parameters = configured.Parameters },
        _ => state,
    });

    protected override ChargerState Step(ChargerState state, ChargerReading reading, Occurrence occurrence, Effects effects)
    {
        var step = BoardStep.Of(occurrence, _settings[occurrence.Device], effects);
        state = reading switch
        {
            BoardSnapshot snapshot => OnSnapshot(state, snapshot, step),
            MeterValues values => OnSnapshot(state, values.ToSnapshot(), step),
            // An older word that a newer one overtook says nothing about now.
            ProtectionReport when occurrence.IsOvertaken => state,
            ProtectionReport report => OnProtection(state, report, step),
            EndReport report => SessionEnds.Report(state, report, step),
            CardAtSocket card => OnCard(state, card, step),
            BoardStarted => OnRestart(state, step),
            _ => throw new ArgumentOutOfRangeException(nameof(reading), reading.GetType().Name),
        };
        return Send(state, step);
    }

    protected override ChargerState Handle(ChargerState state, IDeviceRequest request, Instant now, Effects effects)
    {
        var step = BoardStep.Now(request.Device, _settings[request.Device], effects);
        state = request switch
        {
            StartCharging order => ChargerOrders.Start(state, order, _queue, step),
            StopCharging order => ChargerOrders.Stop(state, order, step),
            StopOwn order => ChargerOrders.StopOwn(state, order, step),
            ConfigureCharger order => ChargerOrders.Configure(state, order, step),
            ApproveLongSession order => LongSessions.Approve(state, order, step),
            WithdrawLongSession order => LongSessions.Withdraw(state, order, step),
            ResetLatch order => Interlocks.Reset(state, order, step),
            _ => base.Handle(state, request, now, effects),
        };
        effects.Keep(request.Device);
        return Send(state, step);
    }

    public ChargerState OnReply(ChargerState state, CommandReply reply, Effects effects)
    {
        var step = BoardStep.Now(reply.Device, _settings[reply.Device], effects);
        (var commands, var settled, var isDone) = state.Commands.OnReply(reply);
        return Send(OnCommandSettled(state with { Commands = commands }, settled, isDone, reply.Result, step), step);
    }

    protected override ChargerState Tick(ChargerState state, DeviceId device, Instant now, Effects effects)
    {
        var step = BoardStep.Now(device, _settings[device], effects);
        var hasBoard = step.Settings.Profile is null && !state.IsMeasuredOnly;
        if (!state.IsConfigured && hasBoard && state.Sockets.Any(socket => state.IsFresh(socket, step.At)))
            state = ChargerOrders.Send(state, state.Parameters);
        state = Expire(state, step);
        if (state.Sockets.Any(socket => socket.Session is not null)
            && step.At - (state.SavedAt ?? -ChargerSettings.SaveEvery) >= ChargerSettings.SaveEvery)
        {
            effects.Keep(device);
            state = state with { SavedAt = step.At };
        }
        return Send(SocketSeries.Export(_queue.Tick(state, step), step), step);
    }

    private static ChargerState Expire(ChargerState state, BoardStep step)
    {
        foreach (var socket in state.Sockets)
            if (socket.Session is { } session && SessionWatch.Expire(session, state.Parameters, step) is var moved && moved != session)
            {
                state = state.With(socket with { Session = moved });
                // Now, not with the next reading: it may be a minute away.
                if (moved.Phase == SessionPhase.Finishing)
                    state = SessionEnds.AskToStop(state, socket.Number, moved);
            }
        return state;
    }

    protected override IEnumerable<CardLine> Describe(ChargerState state) => ChargerCard.Lines(state);

    public IEnumerable<HomeAssistantValue> HomeAssistantValues(ChargerState state) => ChargerCard.HomeAssistantValues(state);

    /// <summary>The present of the sockets it names; of the past it only fills the series.</summary>
    private static ChargerState OnSnapshot(ChargerState state, BoardSnapshot snapshot, BoardStep step)
    {
        if (step.Time.IsLate)
        {
            SocketSeries.ExportLate(snapshot with
            {
                Sockets = [
                    .. snapshot.Sockets.Where(raw => state.SocketAt(raw.Socket) is not null)
                    .Select(raw => raw.Plausible((name, value) => Implausible(name, value, step)))]
            }, step);
            return state;
        }
        if (snapshot.Smoke is { } smoke)
            state = Interlocks.Evaluate(state, new(ProtectionKind.Smoke, 0), null, smoke, !smoke, null, step);
        var board = SocketReading.Temperature(snapshot.TempC, (name, value) => Implausible(name, value, step));
        state = Interlocks.Temperature(state with { TempC = board ?? state.TempC }, new(0) { TempC = board }, step);
        foreach (var raw in snapshot.Sockets)
            state = SocketWatch.OnReading(
                state, raw.Plausible((name, value) => Implausible($"socket {raw.Socket}: {name}", value, step)), step);
        return state;
    }

    private static void Implausible(string name, double value, BoardStep step) =>
        step.Effects.Refuse(step.Device, RejectReason.BadMember, FormattableString.Invariant($"{name} is {value}, which cannot be"));

    private static ChargerState OnProtection(ChargerState state, ProtectionReport report, BoardStep step)
    {
        var socket = report.Socket ?? 0;
        if (socket > state.Sockets.Length)
            return step.Effects.Refuse(
                state, step.Device, "unknown_socket",
                new($"没有插座 {socket}，共 {state.Sockets.Length} 个", $"socket {socket} of {state.Sockets.Length}"));
        if (report.Testing)
        {
            step.Effects.Record(new ProtectionTested(step.Device, step.Time, report.Kind, socket));
            return state;
        }
        return Interlocks.Evaluate(state, new(report.Kind, socket), report.Value, report.Active, !report.Active, null, step);
    }

    private static ChargerState OnCard(ChargerState state, CardAtSocket card, BoardStep step)
    {
        // Who tapped minutes ago has gone away.
        if ((step.Time.Age ?? step.Time.ReceivedAt - step.Time.At) + step.Time.Held > Duration.FromMinutes(1))
            return step.Effects.Refuse(state, step.Device, "too_late", new("请重新刷卡", "Please hold your card there again"));
        step.Effects.Record(new ChargeAsked(step.Device, step.Time, card.Socket, card.Card, step.Settings.PerHousehold));
        return state;
    }

    private static ChargerState OnRestart(ChargerState state, BoardStep step)
    {
        step.Effects.Record(new BoardRestarted(step.Device, step.Time));
        return step.Time.IsLate ? state : state with
        { RestartedAt = step.Time.At, IsConfigured = false, Commands = state.Commands.Restarted() };
    }

    internal static ChargerState OnCommandSettled(ChargerState state, BoardCommand? settled, bool isDone, string result, BoardStep step)
    {
        if (settled is { Action: CommandQueue.Configure })
            return ChargerOrders.Configured(state, isDone, result, step);
        return settled is { Action: CommandQueue.Start, Order: { } order } && !isDone
            && state.SocketAt(settled.Socket) is { Session: { Phase: SessionPhase.Preparing } session } socket && session.Order.Id == order
            ? SessionEnds.End(state, socket, StopReason.StartFailed, step)
            : state;
    }

    private ChargerState Send(ChargerState state, BoardStep step)
    {
        state = state with { Commands = state.Commands.Advance(step.Device, step.Effects, step.Settings.OrderDelay) };
        // Neither agreed to nor refused: those before stay in force.
        state = state.Wanted is not null && !state.Commands.Has(CommandQueue.Configure, 0)
            ? ChargerOrders.Configured(state, false, "no_answer", step) : state;
        return _feeders.Put(state, step);
    }
}
