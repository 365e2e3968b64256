using Estate.Domain.Devices;

namespace Estate.Domain.Parking;

/// <summary>By kind and name, so that the same words in another order make the same lot.</summary>
internal sealed class DeviceOrder : IComparer<DeviceId>
{
    internal static readonly DeviceOrder Instance = new();

    public int Compare(DeviceId x, DeviceId y) =>
        string.CompareOrdinal(x.Kind, y.Kind) is var kinds && kinds != 0 ? kinds : string.CompareOrdinal(x.Name, y.Name);
}
