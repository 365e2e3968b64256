using Estate.Adapters.Storage;
using Estate.Domain.Devices;
using Estate.Gateway.Pipeline.Devices;
using NodaTime;

namespace Estate.Gateway.Pipeline;

/// <summary>
/// What one signal, request or refusal led to. A batch is made of these, and is taken apart into them where it cannot be written
/// as a whole.
/// </summary>
internal abstract class WorkItem
{
    /// <summary>Into the transaction, and behind it.</summary>
    internal abstract void AddTo(PendingWork work);

    /// <summary>What was decided in memory, and is not so where this is refused.</summary>
    internal virtual IReadOnlyList<Outcome> Outcomes => [];

    /// <summary>What brought it, for the refusal that is kept: a message's topic, or a word of ours.</summary>
    internal virtual string Topic => "";

    internal virtual byte[] Payload => [];

    /// <summary>Instead of <see cref="AddTo"/>: whoever waits gets the reason why it was not done.</summary>
    internal virtual void Refuse(PendingWork work, Rejection why)
    {
    }
}

/// <summary>A step of the machine.</summary>
/// <param name="known">The event's identity where it was one.</param>
/// <param name="message">What it came in; the signal's name for what the gateway itself raised.</param>
internal sealed class StepItem(
    Signal signal, IReadOnlyList<Outcome> outcomes, DedupEntry? known, (string Topic, byte[] Payload) message) : WorkItem
{
    internal override IReadOnlyList<Outcome> Outcomes => outcomes;

    internal override string Topic => message.Topic;

    internal override byte[] Payload => message.Payload;

    internal override void AddTo(PendingWork work)
    {
        OutcomeSorter.Sort(outcomes, work, known, null);
        if (OutcomeSorter.SpeakerOf(signal) is { } speaker)
            work.Changed.Add(speaker);
    }

    /// <summary>Kept with its answer, so that no repetition of it is ever taken for news.</summary>
    internal override void Refuse(PendingWork work, Rejection why)
    {
        if (signal is not DeviceEvent heard)
            return;
        var element = Adapters.Mqtt.GatewayMessages.AckElement(heard.Header.Id, Answer.Refused(why));
        work.Batch.Events.Add(new(heard.Device, heard.Header, element));
        work.Acks.Add((heard.Device, element, known));
    }
}

/// <summary>A request of a person or program.</summary>
internal sealed class RequestItem(RequestMessage question, IReadOnlyList<Outcome> outcomes, Instant at) : WorkItem
{
    internal override IReadOnlyList<Outcome> Outcomes => outcomes;

    internal override string Topic => WireName.Of(question.Request);

    internal override void AddTo(PendingWork work) => OutcomeSorter.Sort(outcomes, work, question, at);

    internal override void Refuse(PendingWork work, Rejection why) => work.Replies.Add((question.Answer, Answer.Refused(why)));
}

/// <summary>A refusal to be kept.</summary>
internal sealed class RejectItem(RejectedMessage rejected) : WorkItem
{
    internal override string Topic => rejected.Topic;

    internal override byte[] Payload => rejected.Payload;

    internal override void AddTo(PendingWork work) => work.Batch.Rejects.Add(rejected);
}

/// <summary>An answer that needs no write.</summary>
internal sealed class AckItem(DeviceId device, byte[] element) : WorkItem
{
    internal override void AddTo(PendingWork work) => work.Acks.Add((device, element, null));
}

/// <summary>What became of a notification.</summary>
internal sealed class DeliveryItem(Delivery delivery) : WorkItem
{
    internal override string Topic => "notification " + delivery.Notification;

    internal override void AddTo(PendingWork work) => work.Batch.Deliveries.Add(delivery);
}
