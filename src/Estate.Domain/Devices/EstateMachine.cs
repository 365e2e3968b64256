using NodaTime;

namespace Estate.Domain.Devices;

/// <summary>
/// The estate: device states made from the inventory, moved by signals. Single-threaded and deterministic: the same
/// signals in the same order give the same outcomes. It reads no clock and does no I/O.
/// </summary>
public sealed partial class EstateMachine
{
    /// <summary>Facts may ask devices, which brings new facts; a circle is cut here, loudly.</summary>
    public const int MaxHops = 8;

    private readonly Dictionary<string, IDeviceKind> _kinds;
    private readonly Dictionary<DeviceId, DeviceSlot> _slots = [];
    private DeviceSlot[] _ordered;
    private readonly IReadOnlyList<IReactor> _reactors;
    private Instant _started = Instant.MinValue;

    public EstateMachine(IEnumerable<IDeviceKind> kinds, IEnumerable<DeviceSettings> inventory, IReadOnlyList<IReactor> reactors)
    {
        _kinds = kinds.ToDictionary(kind => kind.Name);
        foreach (var settings in inventory)
            _slots.Add(settings.Device, new DeviceSlot(settings, _kinds[settings.Device.Kind]));
        _ordered = [.. _slots.Values.OrderBy(slot => slot.Id.ToString(), StringComparer.Ordinal)];
        Devices = [.. _ordered.Select(slot => slot.Id)];
        _reactors = reactors;
    }

    /// <param name="uptime">The stopwatch; where the caller has none, the time since the first signal.</param>
    /// <param name="now">When this is decided, where that is later than when it was received.</param>
    public IReadOnlyList<Outcome> Step(Signal signal, Duration? uptime = null, ClockTrust clock = ClockTrust.Synced, Instant? now = null)
    {
        if (_started == Instant.MinValue)
            _started = signal.ReceivedAt;
        var effects = new Effects(
            new(now ?? signal.ReceivedAt, uptime ?? signal.ReceivedAt - _started, clock), (signal as RequestReceived)?.By);
        Dispatch(signal, clock, effects);
        RunReactions(signal.ReceivedAt, effects);
        if (effects.IsWorthAWrite || signal is DeviceEvent or RequestReceived)
            Finish(signal, effects);
        return effects.Outcomes;
    }

    private void Dispatch(Signal signal, ClockTrust clock, Effects effects)
    {
        switch (signal)
        {
            case DeviceEvent heard:
                OnEvent(heard, effects);
                break;
            case DeviceTelemetry measured:
                OnTelemetry(measured, effects);
                break;
            case DeviceHeard alive:
                OnHeard(alive, effects);
                break;
            case DeviceProbed probed:
                OnProbed(probed, effects);
                break;
            case DeviceStatus status:
                OnStatus(status, effects);
                break;
            case CommandReply reply:
                OnReply(reply, effects);
                break;
            case ClockStepped step:
                Shift(step.By);
                break;
            case Tick tick:
                Tick(tick.ReceivedAt, effects);
                break;
            case TimerElapsed woken:
                OnTimer(woken, effects);
                break;
            case GatewayReport report:
                effects.Record(report.ToFact(clock));
                break;
            case RequestReceived asked:
                OnRequest(asked, effects);
                break;
        }
    }

    private void OnEvent(DeviceEvent heard, Effects effects)
    {
        if (!TryFindAtItsSource(heard.Device, heard, effects, out var slot))
            return;
        slot.MarkSeen(heard.ReceivedAt, effects);
        var (boot, seq) = (heard.Header.Boot, heard.Header.Seq);
        var known = slot.Presence;
        if (boot == known.Boot && seq - 1 > known.Seq && known.Seq >= 0)
            effects.Record(new EventsMissing(slot.Id, heard.Time, boot, known.Seq + 1, seq - 1));
        slot.Presence = known.Advance(heard.Header);
        slot.State = slot.Kind.Step(
            slot.State, heard.Reading, new(slot.Id, heard.Time, heard.Header.Id, !known.IsNewest(heard.Header)), effects);
    }

    private void OnTelemetry(DeviceTelemetry measured, Effects effects)
    {
        if (!TryFindAtItsSource(measured.Device, measured, effects, out var slot))
            return;
        slot.MarkSeen(measured.ReceivedAt, effects);
        slot.State = slot.Kind.Step(slot.State, measured.Reading, new(slot.Id, measured.Time, null), effects);
    }

    private void OnHeard(DeviceHeard alive, Effects effects)
    {
        if (!TryFindAtItsSource(alive.Device, alive, effects, out var slot))
            return;
        slot.MarkSeen(alive.ReceivedAt, effects);
        if (slot.Kind is ISignOfLifeKind kind)
            slot.State = kind.OnSignOfLife(slot.State, new(slot.Id, alive.Time, null), effects);
    }

    /// <summary>It is silent when its own kind finds, by its last probes, that it cannot be reached.</summary>
    private void OnProbed(DeviceProbed probed, Effects effects)
    {
        if (!TryFindAtItsSource(probed.Device, probed, effects, out var slot) || slot.Kind is not IProbedKind kind)
            return;
        slot.State = slot.Kind.Step(slot.State, kind.ReadingOf(probed.Result), new(slot.Id, probed.Time, null), effects);
        slot.SetReach(kind.IsReachable(slot.State), probed, effects);
    }

    private void OnStatus(DeviceStatus status, Effects effects)
    {
        // A will may arrive after the next birth; an older life's death is no news.
        if (!TryFindAtItsSource(status.Device, status, effects, out var slot) || (!status.IsOnline && status.Boot < slot.Presence.Boot))
            return;
        // A retained status describes some past moment, not now.
        if (status.IsOnline && !status.IsRetained)
            slot.MarkSeen(status.ReceivedAt, effects);
        if (status.IsOnline && status.Boot > slot.Presence.Boot)
            slot.Presence = slot.Presence with { Boot = status.Boot, Seq = -1 };
        slot.Presence = slot.Presence with { IsOnline = status.IsOnline, Firmware = status.Firmware ?? slot.Presence.Firmware };
    }

    private void OnReply(CommandReply reply, Effects effects)
    {
        if (!TryFindAtItsSource(reply.Device, reply, effects, out var slot))
            return;
        if (!reply.IsOurs)
            slot.MarkSeen(reply.ReceivedAt, effects);
        if (reply.Result is "rejected" or "failed" or "expired")
            effects.Record(new CommandNotExecuted(slot.Id, EventTime.Now(reply.ReceivedAt), reply.CommandId, reply.Result));
        slot.State = slot.Kind is IReplyKind kind ? kind.OnReply(slot.State, reply, effects) : slot.State;
    }

    private void Tick(Instant now, Effects effects)
    {
        foreach (var slot in _ordered)
        {
            slot.CheckSilence(now, _started, effects);
            effects.Speaker = slot.Id;
            slot.State = slot.Kind.Tick(slot.State, slot.Id, now, effects);
        }
        foreach (var reactor in _reactors)
            reactor.Tick(now, effects);
    }

    private void OnTimer(TimerElapsed woken, Effects effects)
    {
        if (TryFind(woken.Device, effects, out var slot))
            slot.State = slot.Kind.Tick(slot.State, slot.Id, woken.ReceivedAt, effects);
    }

    /// <summary>The wall clock jumped; nobody was silent for longer because of it.</summary>
    private void Shift(Duration by)
    {
        _started += by;
        foreach (var slot in _ordered)
            slot.Shift(by);
        foreach (var reactor in _reactors)
            reactor.ClockStepped(by);
    }

    private void OnRequest(RequestReceived asked, Effects effects)
    {
        if (asked.Request is IDeviceRequest toDevice)
            effects.Request(toDevice);
        else
            AskReactors(asked.Request, asked.By, asked.ReceivedAt, effects);
    }

    private void AskReactors(IRequest request, string by, Instant now, Effects effects)
    {
        if (!_reactors.Any(reactor => reactor.TryHandle(request, by, now, effects)))
            effects.Refuse(default, RejectReason.UnknownCommand, $"nobody handles {WireName.Of(request)}");
    }

    /// <summary>Facts to reactors, their requests to devices, until nothing more follows.</summary>
    private void RunReactions(Instant now, Effects effects)
    {
        while (true)
        {
            if (effects.TryTakeRequest(out var request))
            {
                var said = effects.By?.StartsWith("rule:", StringComparison.Ordinal) == true ? AnswerOf(effects) : null;
                if (request is not IDeviceRequest toDevice)
                    AskReactors(request, effects.By ?? "", now, effects);
                else if (TryFind(toDevice.Device, effects, out var slot))
                    Handle(slot, toDevice, now, effects);
                // What a rule asked for is no answer to whoever caused it.
                effects.Answer = said ?? effects.Answer;
            }
            else if (effects.TryTakeFact(out var fact, out var hop))
            {
                if (hop > MaxHops)
                    effects.Refuse(
                        fact.Device, RejectReason.HopLimit, $"{WireName.Of(fact)} is reaction {hop} to one signal; no further reaction");
                else
                    foreach (var reactor in _reactors)
                        reactor.React(fact, effects);
            }
            else if (effects.TryTakeMeasurement(out var measurement, out var speaker, out var measuredHop))
                foreach (var reactor in measuredHop > MaxHops ? [] : _reactors)
                    reactor.React(measurement, speaker, effects);
            else
                return;
        }
    }

    /// <summary>Who asked and was refused may ask why; so may others.</summary>
    private static void Handle(DeviceSlot slot, IDeviceRequest request, Instant now, Effects effects)
    {
        var said = effects.Outcomes.Count;
        if (request is ReplaceDevice replace)
            slot.Replace(replace, effects);
        else
            slot.State = slot.Kind.Handle(slot.State, request, now, effects);
        if (effects.By is { } by && effects.Outcomes.Skip(said).OfType<Refused>().FirstOrDefault() is { Rejection: var refusal })
            effects.Record(new RequestRefused(slot.Id, effects.Time, WireName.Of(request), by,
                effects.Answer is { Reason: not null } answer ? answer.Text : Text.Same(refusal.Detail)));
    }

    /// <summary>Telemetry alone is not worth a write to the card; whatever became a fact is saved with it.</summary>
    private void Finish(Signal signal, Effects effects)
    {
        var touched = effects.Outcomes.OfType<Recorded>().Select(recorded => recorded.Fact.Device).Concat(effects.Kept);
        if (signal is DeviceEvent heard)
            touched = touched.Append(heard.Device);
        foreach (var device in touched.Distinct().ToList())
            if (_slots.TryGetValue(device, out var slot))
                effects.Add(slot.Save());
        if (signal is DeviceEvent acknowledged && _slots.ContainsKey(acknowledged.Device))
            effects.Add(new Acknowledged(acknowledged.Device, acknowledged.Header, AnswerOf(effects)));
        if (signal is RequestReceived)
            effects.Add(new Replied(AnswerOf(effects)));
    }

    private static Answer AnswerOf(Effects effects) => effects.Answer
        ?? (effects.Outcomes.OfType<Refused>().FirstOrDefault() is { } refused ? Answer.Refused(refused.Rejection) : Answer.Recorded);

    /// <summary>Nobody speaks for a device but where it hangs: over the broker a stranger could say that it does not burn.</summary>
    private bool TryFindAtItsSource(DeviceId device, Signal signal, Effects effects, out DeviceSlot slot)
    {
        if (!TryFind(device, effects, out slot))
            return false;
        if (slot.IsWired == signal.IsWired)
            return true;
        effects.Refuse(device, RejectReason.NotItsSource, slot.IsProbed
            ? $"{device} is asked over the network (probe:) and is not believed over MQTT"
            : slot.IsWired ? $"{device} hangs on this computer's own lines (pins:) and is not believed over MQTT"
            : $"{device} speaks over MQTT and has no line at this computer");
        return false;
    }

    private bool TryFind(DeviceId device, Effects effects, out DeviceSlot slot)
    {
        effects.Speaker = device;
        if (_slots.TryGetValue(device, out slot!))
            return true;
        effects.Refuse(device, RejectReason.NotInInventory, $"{device} is not in the inventory");
        return false;
    }
}
