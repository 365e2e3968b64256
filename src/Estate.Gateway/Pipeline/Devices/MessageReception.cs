using Estate.Adapters.Lorawan;
using Estate.Adapters.Mqtt;
using Estate.Domain.Devices;
using Estate.Gateway.Observability;
using NodaTime;

namespace Estate.Gateway.Pipeline.Devices;

/// <summary>What becomes of a message: decoded, rejected, recognised as a repetition, stepped. For the loop's thread alone.</summary>
internal sealed class MessageReception(
    MessageDecoder decoder, RejectionLog refusals, EstateSteps steps, OffLoopWork others, PendingQueue pending)
{
    private readonly List<Signal> _signals = [];

    private GatewayMetrics Metrics => pending.Metrics;

    internal void Receive(RawMessage raw)
    {
        try
        {
            Decode(raw);
        }
        finally
        {
            // Behind all it led to: given with the commit that holds the last of it. What the store is asked about, its device says again.
            if (raw.Receipt is { } receipt)
                pending.AddReceipt(receipt);
        }
    }

    internal void Resolve(LookupResult looked)
    {
        var heard = looked.Event.Event;
        steps.Deduplicator.Answered(heard);
        if (!looked.IsAnswered)
            return;
        var (identity, _) = steps.Identify(heard);
        if (looked.Known is { } known)
        {
            if (known.Hash == heard.Header.BodyHash)
                Repeat(heard, known.Answer);
            else
                refusals.RejectReusedId(heard);
        }
        else if (identity is Identity.AskStore or Identity.New)
            steps.Accept(looked.Event);
    }

    /// <summary>What a codec made of an uplink is read by its profile.</summary>
    internal void Resolve(DecodedUplink decoded)
    {
        _signals.Clear();
        if (decoded.Uplink.Read(decoded.Result, _signals) is { } rejection)
            refusals.RejectMessage(decoded.Topic, decoded.Payload, rejection);
        foreach (var signal in _signals)
            steps.Step(signal);
    }

    /// <summary>As if its device had refused it.</summary>
    internal void Resolve(RefusedOrder refused)
    {
        var command = refused.Command;
        refusals.RejectOrder(command.Device, refused.Rejection);
        steps.Step(new CommandReply(command.Device, command.Id, "rejected", refused.At) { IsOurs = true });
    }

    /// <summary>For what could not be carried through.</summary>
    internal bool IsWorthALine(Inbound failed) => failed switch
    {
        RawMessage raw => refusals.HasBudgetFor(raw.Topic),
        DecodedUplink decoded => refusals.HasBudgetFor(decoded.Topic),
        LookupResult looked => refusals.HasBudgetFor(looked.Event.Topic),
        _ => true,
    };

    private void Decode(RawMessage raw)
    {
        _signals.Clear();
        var rejection = decoder.Decode(raw.Topic, raw.Payload, raw.IsRetained, raw.At, _signals);
        if (rejection is not null)
            refusals.RejectMessage(raw.Topic, raw.Payload, rejection);
        foreach (var signal in raw.Held == Duration.Zero ? _signals : _signals.ConvertAll(one => one.After(raw.Held)))
            if (signal is CodecUplink uplink)
                HandOver(uplink, raw);
            else if (raw.IsBeyondBudget)
                ActOn(signal);
            else if (signal is DeviceEvent heard)
                Admit(heard, raw);
            else
                steps.Step(signal, raw);
    }

    private void HandOver(CodecUplink uplink, RawMessage raw)
    {
        if (!others.Decode(uplink, raw))
            refusals.RejectMessage(raw.Topic, raw.Payload, TooManyUplinks);
    }

    private static Rejection TooManyUplinks { get; } =
        new(RejectReason.Busy, $"{Adapters.Codecs.CodecHost.MaxWaiting} uplinks wait for makers' codecs already");

    private void Admit(DeviceEvent heard, RawMessage raw)
    {
        var (identity, known) = steps.Identify(heard);
        switch (identity)
        {
            case Identity.New:
                steps.Accept(new(heard, raw.Topic, raw.Beginning));
                break;
            case Identity.Repeated when known!.DurableAnswer is { } answer:
                Repeat(heard, answer);
                break;
            case Identity.Repeated or Identity.BeingAsked:
                // Its first copy is on the way to the disk; that commit answers both.
                Metrics.Events.Add(1, new KeyValuePair<string, object?>("result", "duplicate"));
                break;
            case Identity.Conflicting:
                refusals.RejectMessage(raw.Topic, raw.Payload, RejectionLog.ReusedId);
                break;
            case Identity.AskStore:
                ActOn(heard);
                if (others.LookUp(new(heard, raw.Topic, raw.Beginning)))
                    steps.Deduplicator.Asked(heard);
                break;
        }
    }

    /// <summary>Somebody's safety waits neither for a disk nor for a budget, nor does it suffer from being taken twice.</summary>
    private void ActOn(Signal signal)
    {
        if (signal is not DeviceEvent heard)
            steps.Step(signal);
        else if (heard.Reading.IsUrgent)
            steps.Step(new DeviceTelemetry(heard.Device, heard.Time, heard.Reading));
    }

    private void Repeat(DeviceEvent heard, byte[] answer)
    {
        Metrics.Events.Add(1, new KeyValuePair<string, object?>("result", "duplicate"));
        pending.AddIfRoom(new AckItem(heard.Device, answer));
    }
}
