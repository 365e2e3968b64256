using Estate.Bench.Replay;

namespace Estate.Bench.Tests.Replay;

/// <summary>A mapping and its recording, as the command runs them.</summary>
internal static class ReplayRuns
{
    internal static IReadOnlyList<ReplayReport> Parking(string mapping, string folder, string work)
    {
        var file = MappingFile.Read(mapping);
        return ParkingReplay.Run(file, Recording.Read(file, folder), new(), work);
    }

    internal static IReadOnlyList<ReplayReport> Sessions(string mapping, string folder, string work)
    {
        var file = MappingFile.Read(mapping);
        return SessionReplay.Run(file, Recording.Read(file, folder), new(), work);
    }

    internal static IReadOnlyList<ReplayReport> Levels(string mapping, string folder, string work)
    {
        var file = MappingFile.Read(mapping);
        return LevelReplay.Run(file, Recording.Read(file, folder), new(), work);
    }

    internal static EmptyingsReport Emptyings(string mapping, string folder, string work, bool levelsOnly)
    {
        var file = MappingFile.Read(mapping);
        return EmptyingReplay.Run(file, Recording.Read(file, folder), new(), work, levelsOnly);
    }
}
