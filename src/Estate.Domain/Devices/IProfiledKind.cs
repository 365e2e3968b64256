namespace Estate.Domain.Devices;

/// <summary>A kind with devices of other makes, which profiles describe: what can be read of them, and what they can be ordered.</summary>
internal interface IProfiledKind : IDeviceKind
{
    IReadOnlyList<ReadingShape> Readings { get; }

    IReadOnlyList<OrderShape> Orders { get; }

    /// <summary>Settings that most of its devices have, for people who bring one in; all may be left out.</summary>
    IReadOnlyList<(string Name, Text What)> UsualSettings => [];
}
