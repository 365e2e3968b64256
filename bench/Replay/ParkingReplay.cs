namespace Estate.Bench.Replay;

/// <summary>Replays recordings of car parks, of whole ones or of single bays.</summary>
internal static class ParkingReplay
{
    /// <returns>A report per car park, or per file of bays.</returns>
    internal static IReadOnlyList<ReplayReport> Run(MappingFile mapping, IReadOnlyList<RecordedRow> rows, RecordedIds ids, string work) =>
        mapping.Mapping.Status is { } status ? new BayReplay(status, rows, ids).Run(mapping.Mapping.Settings, work)
        : CountReplay.Run(mapping.Mapping.Counts!, rows, mapping.Mapping.Settings);
}
