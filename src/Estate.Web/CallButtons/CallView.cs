using Estate.Domain.CallButtons;
using Estate.Domain.Devices;

namespace Estate.Web.CallButtons;

/// <summary>A call button at one moment.</summary>
/// <param name="IsSilent">Nobody knows whether it is pressed.</param>
public sealed record CallView(DeviceId Device, CallButtonState State, bool IsSilent);
