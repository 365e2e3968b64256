using Estate.Domain.Alerts;
using Estate.Domain.Devices;

namespace Estate.Web.Shared;

/// <summary>Why nothing is heard of a device: what it hangs behind is silent itself.</summary>
internal static class SilenceCause
{
    /// <summary>The furthest of an unbroken row of silent devices; null where the nearest one speaks, or there is none.</summary>
    internal static DeviceId? Of(DeviceId device, EstateMachine machine, AlertPolicy policy) =>
        policy.Above(device).TakeWhile(one => machine.PresenceOf(one)?.IsSilent == true).Select(one => (DeviceId?)one).LastOrDefault();
}
