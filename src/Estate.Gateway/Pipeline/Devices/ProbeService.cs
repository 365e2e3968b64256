using Estate.Adapters.Probing;
using Estate.Domain.Devices;
using Estate.Gateway.Configuration;

namespace Estate.Gateway.Pipeline.Devices;

/// <summary>
/// Asks the devices that are asked over the network, each in its own time, a few at once: a box that does not answer keeps a place for
/// two seconds and nobody else.
/// </summary>
internal sealed partial class ProbeService(
    OpenedEstate estate, LoopInbox inbox, Health health, ILogger<ProbeService> log) : BackgroundService
{
    /// <summary>Two hundred dead boxes are through in half a minute.</summary>
    private const int AtOnce = 16;

    /// <summary>All at once at a start would be a burst; the first answers are there soon all the same.</summary>
    private static readonly TimeSpan FirstWithin = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, string> _failing = [];

    private GatewayClock Clock => estate.Clock;

    public override void Dispose()
    {
        base.Dispose();
        foreach (var part in _failing.Values)
            health.Works(part);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var targets = InventoryCheck.OfDevices(() => ProbePlan.Of(estate.Model, estate.Kinds));
        if (targets.Count == 0)
            return;
        if (targets.Any(one => one.Access is null))
            Report("ICMP", await EchoRequest.ProblemAsync(stoppingToken));
        var accesses = targets.Select(one => one.Access).OfType<SnmpAccess>().Distinct().ToList();
        if (accesses.Count > 0)
            Report("SNMP", SnmpGet.Missing);
        foreach (var access in accesses)
            Report(access.Name, Prepare(access));
        using var places = new SemaphoreSlim(AtOnce);
        var asked = targets.Where(one => !_failing.ContainsKey(one.Access is null ? "ICMP" : "SNMP")
            && !_failing.ContainsKey(one.Access?.Name ?? "")).ToList();
        await Task.WhenAll(asked.Select((target, index) => ProbeAsync(
            target, (target.Every < FirstWithin ? target.Every : FirstWithin) * index / asked.Count, places, stoppingToken)));
    }

    private async Task ProbeAsync(ProbeTarget target, TimeSpan first, SemaphoreSlim places, CancellationToken stop)
    {
        var agent = target.Access is { } access ? new SnmpAgent(target, estate.Folder.SnmpTools(access.Name), Clock.Time) : null;
        await Task.Delay(first, Clock.Time, stop);
        using var timer = new PeriodicTimer(target.Every, Clock.Time);
        do
        {
            ProbeResult result;
            await places.WaitAsync(stop);
            try
            {
                result = await (agent?.AskAsync(stop) ?? EchoRequest.AskAsync(target.Address, stop));
            }
            finally
            {
                places.Release();
            }
            var time = EventTime.Now(Clock.Now, Clock.Trust);
            await inbox.WriteAsync(new SignalMessage(new DeviceProbed(target.Device, time, result) { IsWired = true }), stop);
        }
        while (await timer.WaitForNextTickAsync(stop));
    }

    /// <summary>What the program finds its secrets in, for its owner alone.</summary>
    /// <returns>Null where it was written.</returns>
    private string? Prepare(SnmpAccess access)
    {
        var (secret, path) = estate.Folder.SnmpSecret(access.Name);
        try
        {
            DataFolder.WritePrivate(
                Path.Combine(estate.Folder.SnmpTools(access.Name), "snmp.conf"), access.Configuration(secret));
            return null;
        }
        catch (FormatException mistake)
        {
            return $"{mistake.Message}; it belongs into {path}";
        }
    }

    /// <summary>No box is called silent because nobody here can ask: that is told instead.</summary>
    private void Report(string means, string? problem)
    {
        var part = "probes: " + means;
        health.Works(part);
        _failing.Remove(means);
        if (problem is null)
            return;
        _failing[means] = part;
        health.Fails(part, new($"网络设备的查询（{means}）", $"probes of the network's boxes ({means})"), new IOException(problem));
        LogUnable(means, problem);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Boxes of the network are not asked ({Means}): {Problem}")]
    private partial void LogUnable(string means, string problem);
}
