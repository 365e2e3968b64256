using Estate.Domain.Devices;

namespace Estate.Adapters.Probing;

/// <summary>One box's agent, asked again and again. For one question at a time.</summary>
/// <param name="folder">Private to this access: net-snmp finds its secrets there.</param>
public sealed class SnmpAgent(ProbeTarget target, string folder, TimeProvider time)
{
    private readonly IReadOnlyList<string> _asked = SnmpObjects.Of(target);
    private readonly OctetRate _in = new(), _out = new();
    private readonly long _began = time.GetTimestamp();

    public async Task<ProbeResult> AskAsync(CancellationToken stop)
    {
        var (exit, output, errors) = await SnmpGet.RunAsync(folder, PeerOf(target), _asked, stop);
        var answer = SnmpAnswer.Read(exit, output, errors, _asked);
        var result = new ProbeResult(answer.Problem)
        {
            UptimeS = answer[SnmpObjects.Uptime] / 100.0,
            Clients = target.ClientsOid is { } clients ? answer[clients] : null,
        };
        return target.Uplink is { } uplink ? WithUplink(result, answer, uplink) : result;
    }

    private ProbeResult WithUplink(ProbeResult result, SnmpAnswer answer, int uplink)
    {
        var seconds = time.GetElapsedTime(_began).TotalSeconds;
        double? Rate(OctetRate rate, ulong? wide, ulong? narrow) => rate.Next(wide ?? narrow, wide is not null, seconds, result.UptimeS);
        var status = answer[SnmpObjects.Status(uplink)];
        var (wideIn, narrowIn) = (answer[SnmpObjects.WideIn(uplink)], answer[SnmpObjects.In(uplink)]);
        var (wideOut, narrowOut) = (answer[SnmpObjects.WideOut(uplink)], answer[SnmpObjects.Out(uplink)]);
        var isOnlyNarrow = answer.Problem == ProbeProblem.UnknownObject && wideIn is null && status is not null && narrowIn is not null
            && (target.ClientsOid is null || result.Clients is not null);
        return result with
        {
            // A small box has no wide counters, and nothing is wrong with it.
            Problem = isOnlyNarrow ? ProbeProblem.None : result.Problem,
            UplinkUp = status is { } word ? word == SnmpObjects.Up : null,
            InMbit = Rate(_in, wideIn, narrowIn),
            OutMbit = Rate(_out, wideOut, narrowOut),
        };
    }

    private static string PeerOf(ProbeTarget target) => target.Address.Contains(':', StringComparison.Ordinal)
        ? $"udp6:[{target.Address}]:{target.Port}" : $"udp:{target.Address}:{target.Port}";
}
