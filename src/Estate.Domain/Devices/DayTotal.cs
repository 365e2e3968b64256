using NodaTime;

namespace Estate.Domain.Devices;

/// <summary>
/// What a device's facts of one day add up to, of one thing; <paramref name="Hour"/> where each hour has a total of its own.
/// </summary>
public readonly record struct DayTotal(LocalDate Day, DeviceId Device, string What, int? Hour, Total Total);
