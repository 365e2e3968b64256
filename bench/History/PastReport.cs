using Estate.FirmwareSim;

namespace Estate.Bench.History;

/// <summary>What became of a past that was played.</summary>
/// <param name="Standing">How the estate stands at its end; the simulator goes on from there.</param>
/// <param name="Lost">Messages that were not taken; none, or something is wrong.</param>
internal sealed record PastReport(SimulationState Standing, int Lost);
