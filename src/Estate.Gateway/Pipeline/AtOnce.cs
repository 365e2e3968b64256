using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using Estate.Gateway.Pipeline.Devices;
using Estate.Gateway.Pipeline.Notify;

namespace Estate.Gateway.Pipeline;

/// <summary>
/// What must not wait for a disk: a lock, and the first word to people of what threatens a life. A notification is written with the rest
/// all the same, under the same id, so that it is delivered once.
/// </summary>
internal sealed class AtOnce(PinDrive drive, Notifiers notifiers)
{
    internal void Perform(Actuated actuated) => drive.Drive(actuated);

    internal void Perform(Notified notified)
    {
        if (AlertPolicy.ThreatensLife(notified.Notification.Alert.Key.Type))
            notifiers.Urge(notified.Notification);
    }
}
