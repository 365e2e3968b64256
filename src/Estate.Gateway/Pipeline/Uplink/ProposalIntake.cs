using Estate.Adapters.District;

namespace Estate.Gateway.Pipeline.Uplink;

/// <summary>
/// Takes what the district proposes, where the estate wants to be shown it. The only thing it can do with it is to put it on the
/// committee's page.
/// </summary>
internal sealed partial class ProposalIntake(EstateLoop loop, GatewayClock clock, Health health, ILogger<ProposalIntake> log)
{
    private const string Sender = "district";

    internal async Task RunAsync(DistrictTarget target, DistrictLink link, CancellationToken stop)
    {
        if (target.ProposalsKey is not { } pem)
            return;
        using var key = new ProposalKey(pem);
        await link.ListenToProposalsAsync(message => TakeAsync(message, target.Site, key).WaitAsync(stop), clock.Time, stop);
    }

    internal async Task TakeAsync(ReadOnlyMemory<byte> message, string site, ProposalKey key)
    {
        var (request, problem) = ProposalReader.Read(message, site, key);
        if (request is not null)
            problem = (await loop.AskAsync(request, Sender)).Reason;
        Show(problem is null ? null : $"{problem}{(request is null ? "" : $" ({request.About})")}");
    }

    /// <summary>Once where it goes on: the district says everything again until it is answered.</summary>
    private void Show(string? problem)
    {
        if (problem is not null && health.Proposals != problem)
            LogRefused(problem);
        health.Proposals = problem;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Something that the district proposed is not shown to the committee: {Problem}")]
    private partial void LogRefused(string problem);
}
