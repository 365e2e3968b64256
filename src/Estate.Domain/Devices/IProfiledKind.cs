namespace Estate.Domain.Devices;

/// <summary>A kind with devices of other makes, which profiles describe: what can be read of them.</summary>
internal interface IProfiledKind : IDeviceKind
{
    IReadOnlyList<ReadingShape> Readings { get; }

    /// <summary>Settings that most of its devices have, for people who bring one in; all may be left out.</summary>
    IReadOnlyList<(string Name, Text What)> UsualSettings => [];
}

/// <summary>Devices of other makes that do as they are told: what a profile can order them.</summary>
internal interface IOrderedKind : IProfiledKind
{
    IReadOnlyList<OrderShape> Orders { get; }
}
