using System.Globalization;
using Estate.Bench.District;
using Estate.Bench.Harness;

namespace Estate.Bench.Torture.District;

/// <summary>Estates of a tortured district, a few in each process; some have a clock that goes wrong, one is away for a month.</summary>
internal sealed class TorturedGateways : IDisposable
{
    internal const string Traveller = "traveller";

    private const int Processes = 3, SitesEach = 4, Rate = 20;

    /// <summary>A month's facts, scaled to what is committed here in minutes.</summary>
    private const int Month = 30_000;

    private readonly BenchDistrict _district;
    private readonly ChildProcess?[] _running = new ChildProcess?[Processes + 1];

    internal TorturedGateways(BenchDistrict district)
    {
        _district = district;
        Directory.CreateDirectory(Folder);
        for (var i = 0; i < _running.Length; i++)
            Restart(i);
    }

    internal static IReadOnlyList<string> Sites => [.. Groups.SelectMany(group => group)];

    /// <summary>How many processes can be killed; the traveller's is not among them.</summary>
    internal static int Count => Processes;

    internal string Folder => Path.Combine(_district.Folder, "estates");

    /// <summary>Estates that are connected now.</summary>
    internal IEnumerable<string> Online => Groups.Where((_, i) => _running[i] is not null).SelectMany(group => group);

    private static IReadOnlyList<string[]> Groups { get; } =
    [
        .. Enumerable.Range(0, Processes).Select(i => Enumerable.Range(0, SitesEach).Select(j => string.Create(
            CultureInfo.InvariantCulture, $"{(j == 0 ? JournaledEstates.Skewed : "estate")}-{i}{j}")).ToArray()),
        [Traveller],
    ];

    /// <summary>Kills the process before.</summary>
    internal void Restart(int index)
    {
        _running[index]?.Dispose();
        _running[index] = JournaledEstates.Start(_district, Folder, Groups[index], Rate);
    }

    /// <summary>Its network is gone; it comes back with all that happened meanwhile.</summary>
    internal void Leave()
    {
        _running[^1]?.Dispose();
        _running[^1] = null;
    }

    /// <inheritdoc cref="Leave"/>
    internal void ComeBack() => _running[^1] = JournaledEstates.Start(_district, Folder, [Traveller], Rate, Month);

    internal long HeadOf(string site) => JournaledEstate.HeadOf(Folder, site);

    internal IEnumerable<ToldFact> LeavingOf(string site) =>
        JournaledEstate.LeavingOf(Path.Combine(JournaledEstate.FolderOf(Folder, site), "estate.db"));

    public void Dispose()
    {
        foreach (var process in _running)
            process?.Dispose();
    }
}
