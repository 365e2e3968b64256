using Estate.Domain.Devices;

namespace Estate.Domain.Lifts;

/// <summary>
/// The firm was here. A line in the book: nothing here, nor anywhere else in the gateway, orders a lift to do something.
/// </summary>
/// <param name="Day">Such as 2026-03-02, by the estate's calendar; today where it is left out.</param>
public sealed record RecordLiftMaintenance(DeviceId Device, string Firm, string? Day = null) : IDeviceRequest;
