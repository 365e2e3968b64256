using System.Globalization;
using Estate.Domain.Bins;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Bench.Replay;

/// <summary>Emptyings found against the answer key: none missed, none invented, none found twice.</summary>
internal sealed record EmptyingsReport(ReplayReport Source, int Recorded, int FoundByLevel, int FoundByReportOnly, int Missed, int Invented)
{
    internal static EmptyingsReport Compare(
        ReplayReport source, IEnumerable<(DeviceId Device, Instant At)> key, IReadOnlyList<CompartmentEmptied> found)
    {
        var expected = key.ToHashSet();
        var unmatched = new HashSet<(DeviceId, Instant)>(expected);
        var invented = found.Count(fact => !unmatched.Remove((fact.Device, fact.Time.At)));
        return new(
            source, expected.Count, found.Count(fact => !fact.IsReported), found.Count(fact => fact.IsReported), unmatched.Count, invented);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"recorded={Recorded} found_by_level={FoundByLevel} found_by_report_only={FoundByReportOnly} missed={Missed} "
            + $"invented={Invented}");
}
