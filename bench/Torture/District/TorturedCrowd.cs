using Estate.Bench.District;
using Estate.Bench.Harness;
using Estate.District.Demonstration;

namespace Estate.Bench.Torture.District;

/// <summary>A thousand estates from two processes, each with a connection of its own.</summary>
internal sealed class TorturedCrowd : IDisposable
{
    private const int Processes = 2;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly List<ChildProcess> _processes;
    private readonly long _minute;

    internal TorturedCrowd(BenchDistrict district, int count, TimeProvider time)
    {
        Count = count;
        // What they say of the last two minutes comes at once.
        _minute = (time.GetUtcNow().ToUnixTimeSeconds() / (long)Minute.TotalSeconds) - 2;
        _processes = [.. Enumerable.Range(0, Processes).Select(i =>
            DistrictCrowd.Start(district, i * count / Processes, count / Processes, _minute))];
    }

    internal int Count { get; }

    internal IEnumerable<PlausibleEstate> Estates => Enumerable.Range(0, Count).Select(i => new PlausibleEstate(i));

    internal IEnumerable<ToldFact> SaidBy(PlausibleEstate estate, long position) => DistrictCrowd.SaidBy(estate, _minute, position);

    public void Dispose()
    {
        foreach (var process in _processes)
            process.Dispose();
    }
}
