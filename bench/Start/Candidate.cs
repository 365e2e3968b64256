using Estate.Bench.Harness;
using Estate.Bench.Ingest;
using Estate.FirmwareSim;

namespace Estate.Bench.Start;

/// <summary>What is started: a build of the gateway, or Node-RED. Each has an estate and a broker of its own.</summary>
internal sealed class Candidate : IDisposable
{
    private readonly BenchEstate _estate;
    private readonly string? _nodeRed;
    private readonly TimeProvider _time;
    private NodeRed? _peer;

    private Candidate(string name, BenchEstate estate, string? nodeRed, TimeProvider time)
    {
        (Name, _estate, _nodeRed, _time) = (name, estate, nodeRed, time);
        estate.ImportCards(ReferenceCards.For(TapLoad.Households));
        estate.StartBroker();
    }

    internal string Name { get; }

    internal BenchEstate Estate => _estate;

    internal bool IsGateway => _nodeRed is null;

    internal ChildProcess Process => _peer?.Process ?? _estate.Gateway;

    /// <summary>This build, another one where it is named, and Node-RED where it can be had.</summary>
    /// <param name="folder">Of all benches.</param>
    /// <param name="trial">The folder in it for what is written now.</param>
    /// <param name="before">The other build's Estate.Cli.dll.</param>
    internal static async Task<List<Candidate>> AllAsync(string folder, string trial, string? before, TimeProvider time)
    {
        var (own, installed) = (Path.Combine(folder, trial), Path.Combine(folder, "node-red-" + Harness.NodeRed.Version));
        List<Candidate> all = [Gateway("gateway", Path.Combine(own, "gateway"), BenchEstate.ThisBuild, time)];
        if (before is not null)
            all.Add(Gateway("before", Path.Combine(own, "before"), before, time));
        if (await Harness.NodeRed.InstallAsync(installed))
            all.Add(NodeRed(Path.Combine(own, "node-red"), installed, time));
        return all;
    }

    internal static Candidate Gateway(string name, string folder, string program, TimeProvider time) =>
        new(name, EstateIn(folder, program, time), null, time);

    /// <param name="installed">Where npm put it.</param>
    internal static Candidate NodeRed(string folder, string installed, TimeProvider time) =>
        new("Node-RED", EstateIn(folder, BenchEstate.ThisBuild, time), installed, time);

    /// <returns>From the start of the process until taps are answered.</returns>
    internal Task<TimeSpan> StartAsync()
    {
        if (_nodeRed is null)
        {
            _estate.StartGateway();
            return _estate.WaitUntilReadyAsync();
        }
        _peer?.Dispose();
        _peer = Harness.NodeRed.Start(_nodeRed, _estate, _time);
        return _peer.WaitUntilReadyAsync();
    }

    internal void End() => Process.Kill();

    public void Dispose()
    {
        _peer?.Dispose();
        _estate.Dispose();
    }

    /// <summary>The reference estate, with as many stations as a flood of taps has.</summary>
    private static BenchEstate EstateIn(string folder, string program, TimeProvider time) =>
        new(folder, TapLoad.Stations, time, evidence: "tap", devices: ReferenceEstate.Inventory) { Program = program };
}
