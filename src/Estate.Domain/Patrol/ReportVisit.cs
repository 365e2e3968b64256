using Estate.Domain.Devices;

namespace Estate.Domain.Patrol;

/// <summary>From a checkpoint to its patrol; nobody else asks this.</summary>
internal sealed record ReportVisit(DeviceId Device, CheckpointVisit Visit) : IDeviceRequest;
