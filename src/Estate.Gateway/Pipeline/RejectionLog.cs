using Estate.Adapters.Mqtt;
using Estate.Adapters.Storage;
using Estate.Domain.Devices;
using Estate.Gateway.Pipeline.Devices;

namespace Estate.Gateway.Pipeline;

/// <summary>
/// What was not taken: counted by reason, kept without personal data as long as its device's budget lasts, and said to the device that
/// waits.
/// </summary>
internal sealed class RejectionLog(
    MessageDecoder decoder, PayloadRedaction redaction, Budgets budgets, PendingQueue pending, GatewayClock clock)
{
    /// <summary>A message that cannot be read.</summary>
    internal void RejectMessage(string topic, byte[] payload, Rejection rejection)
    {
        Count(rejection);
        if (HasBudgetFor(topic))
            Keep(new(clock.Now, redaction.RedactTopic(topic), rejection, redaction.Redact(payload)));
        // Without an answer the device would repeat for ever what can never be accepted.
        if (decoder.FindRefusable(topic, payload) is { } refusable)
            AnswerDevice(refusable.Device, refusable.Id, rejection);
    }

    /// <summary>An event under an id that was another's.</summary>
    internal void RejectReusedId(DeviceEvent heard)
    {
        var rejection = ReusedId;
        Count(rejection);
        if (HasBudgetFor(heard.Device))
            Keep(new(clock.Now, heard.Device.ToString(), rejection, []));
        AnswerDevice(heard.Device, heard.Header.Id, rejection);
    }

    /// <summary>An order that could not be said to its device.</summary>
    internal void RejectOrder(DeviceId device, Rejection rejection)
    {
        Count(rejection);
        if (HasBudgetFor(device))
            Keep(new(clock.Now, device.ToString(), rejection, []));
    }

    /// <summary>What could not be written, fit to be kept; counted.</summary>
    internal RejectedMessage RejectUnwritable(WorkItem item, Rejection rejection)
    {
        Count(rejection);
        return new(clock.Now, TopicOf(item), rejection, redaction.Redact(item.Payload));
    }

    /// <summary>Without what a sender may have put into it.</summary>
    internal string TopicOf(WorkItem item) => item.Payload.Length > 0 ? redaction.RedactTopic(item.Topic) : item.Topic;

    /// <summary>What the slices refused; the sorter counts it.</summary>
    /// <param name="speaker">Whose error it was; null where a person asked, or the gateway itself.</param>
    internal void LogRefusals(IReadOnlyList<Outcome> outcomes, DeviceId? speaker)
    {
        for (var i = 0; i < outcomes.Count; i++)
            if (outcomes[i] is Refused refused && (speaker is not { } device || HasBudgetFor(device)))
                Keep(new(clock.Now, refused.Device.ToString(), refused.Rejection, []));
    }

    internal static Rejection ReusedId { get; } =
        new(RejectReason.IdReused, "the id was used for another event of this device; every event needs its own");

    /// <summary>Its sender's budget has room for a line about it.</summary>
    internal bool HasBudgetFor(string topic) => HasBudgetFor(decoder.SpeakerOf(topic));

    private bool HasBudgetFor(DeviceId speaker)
    {
        var may = budgets.TrySpendError(speaker);
        if (!may)
            pending.Metrics.Dropped.Add(1, new KeyValuePair<string, object?>("queue", "mistakes"));
        return may;
    }

    private void Count(Rejection rejection) =>
        pending.Metrics.Rejects.Add(1, new KeyValuePair<string, object?>("reason", rejection.Reason));

    private void Keep(RejectedMessage rejected) => pending.AddIfRoom(new RejectItem(rejected));

    private void AnswerDevice(DeviceId device, string id, Rejection rejection) =>
        pending.AddIfRoom(new AckItem(device, GatewayMessages.AckElement(id, Answer.Refused(rejection))));
}
