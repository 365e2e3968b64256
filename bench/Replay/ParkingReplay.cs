using System.Globalization;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Bench.Replay;

/// <summary>
/// Replays recordings of car parks: counts are played as that many sensors, and what the lot then counts must be what was
/// recorded, at each recorded instant; polls of single spaces must bring one change for each that changed and none for others.
/// </summary>
internal static class ParkingReplay
{
    internal static string MappingOf(string name) => Path.Combine(AppContext.BaseDirectory, "Replay", "Mappings", name + ".json");

    /// <returns>A report per car park, or per file of a poll.</returns>
    internal static IReadOnlyList<ReplayReport> Run(ParkingMapping mapping, string folder, string work)
    {
        foreach (var file in mapping.Files.Where(file => !File.Exists(Path.Combine(folder, file.Name))))
            throw new IOException($"{folder} has no {file.Name}");
        return mapping.IsOfSpaces ? Spaces(mapping, folder, work) : Counts(mapping, folder);
    }

    private static List<ReplayReport> Counts(ParkingMapping mapping, string folder)
    {
        var rows = mapping.Files.SelectMany(file => mapping.Rows(folder, file)
            .Select(row =>
                (Site: row.Cell(mapping.Site!), Capacity: row.Cell(mapping.Capacity!), Occupied: row.Cell(mapping.Occupied!), row.At)));
        // Car parks know nothing of each other: each has a machine of its own.
        return [.. rows.GroupBy(row => row.Site).ToList().AsParallel().AsOrdered()
            .Select(site => Count(site.Key, [.. site.Select(row => (row.Capacity, row.Occupied, row.At))]))];
    }

    private static ReplayReport Count(string site, List<(string Capacity, string Occupied, Instant? At)> rows)
    {
        var report = new ReplayReport(site);
        var most = rows.Max(row => Math.Max(Number(row.Capacity) ?? 0, Number(row.Occupied) ?? 0));
        var bays = Enumerable.Range(0, most).Select(i => i.ToString("00000", CultureInfo.InvariantCulture)).ToArray();
        using var lot = new ReplayedLot(null, bays);
        var seen = new HashSet<(string, string, Instant)>();
        (Instant At, int Occupied)? last = null;
        foreach (var row in rows)
        {
            report.Read();
            if (row.At is not { } at || Number(row.Occupied) is not { } occupied || Number(row.Capacity) is not { } capacity)
                report.Reject("bad_row");
            else if (occupied < 0 || capacity < 0)
                report.Reject("negative_count");
            else if (!seen.Add((row.Capacity, row.Occupied, at)))
                report.FindDuplicate("same_row_twice");
            else if (at < last?.At)
                report.FindLate();
            else
            {
                report.Accept();
                if (occupied > capacity)
                    report.CountReason("over_capacity");
                Play(lot, bays, last?.Occupied, occupied, at);
                last = (at, occupied);
                if (lot.Counts is var counts && (counts.Occupied != occupied || counts.Total != bays.Length))
                    report.CountReason(ReplayReport.Wrong);
            }
        }
        return report;
    }

    /// <summary>The first count is everybody's first word; later ones are the difference.</summary>
    private static void Play(ReplayedLot lot, string[] bays, int? before, int after, Instant at)
    {
        if (before is not { } was)
            for (var i = 0; i < bays.Length; i++)
                lot.Say(bays[i], i < after, at);
        else
            for (var i = Math.Min(was, after); i < Math.Max(was, after); i++)
                lot.Say(bays[i], after > was, at);
    }

    private static List<ReplayReport> Spaces(ParkingMapping mapping, string folder, string work)
    {
        var polls = mapping.Files.Select(file => (file.Name, Rows: mapping.Rows(folder, file)
            .Select(row => (Space: row.Cell(mapping.Space!), Word: row.Cell(mapping.Status!), row.At)).ToList())).ToList();
        using var lot = new ReplayedLot(
            work, polls.SelectMany(poll => poll.Rows.Select(row => row.Space)).Distinct().Where(space => DeviceId.IsValidLevel(space)));
        var known = new Dictionary<string, string>();
        return [.. polls.Select(poll => Poll(poll.Name, poll.Rows, mapping, lot, known))];
    }

    private static ReplayReport Poll(
        string name, List<(string Space, string Word, Instant? At)> rows, ParkingMapping mapping, ReplayedLot lot,
        Dictionary<string, string> known)
    {
        var report = new ReplayReport(name);
        var inThisPoll = new HashSet<string>();
        foreach (var (space, word, at) in rows)
        {
            report.Read();
            var status = mapping.Words.GetValueOrDefault(word, "");
            if (at is not { } when || !DeviceId.IsValidLevel(space) || status is not ("free" or "occupied"))
                report.Reject("bad_row");
            else if (!inThisPoll.Add(space))
                report.FindDuplicate("same_space_twice");
            else
            {
                report.Accept();
                var before = known.GetValueOrDefault(space);
                var changes = lot.Say(space, status == "occupied", when);
                report.CountReason(before is null ? "new_space" : before == status ? "unchanged" : "changed");
                if (changes != (before == status ? 0 : 1))
                    report.CountReason(ReplayReport.Wrong);
                known[space] = status;
            }
        }
        if (lot.Counts.Occupied != known.Values.Count(status => status == "occupied"))
            report.CountReason(ReplayReport.Wrong);
        return report;
    }

    private static int? Number(string text) => int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : null;
}
