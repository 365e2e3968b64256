using Estate.District.Ingest;
using NATS.Client.Core;
using Npgsql;

namespace Estate.District.Proposals;

/// <summary>
/// Sends each proposal to each estate it is for, and again until the fact that it arrived has come back: an estate that was away for weeks
/// gets it when it is there again. Any number of workers share the work.
/// </summary>
internal sealed partial class ProposalSender(
    ProposalRows rows, ProposalSigner signer, MessageServers servers, TimeProvider time, ILogger<ProposalSender> log) : BackgroundService
{
    private const int AtOnce = 500;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    /// <summary>What was not confirmed is sent again after so long.</summary>
    internal TimeSpan Again { get; set; } = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!signer.IsAble)
            return;
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            try
            {
                if (servers.Connection.ConnectionState == NatsConnectionState.Open)
                    await SendAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is NpgsqlException or NatsException or TimeoutException)
            {
                LogWaits(failure.Message);
            }
    }

    private async Task SendAsync(CancellationToken stop)
    {
        foreach (var (proposal, site) in await rows.DueAsync(Again, AtOnce, stop))
            await servers.Connection.PublishAsync($"district.proposals.{site}", signer.Sign(proposal, site), cancellationToken: stop);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Proposals wait, and are tried again: {Problem}")]
    private partial void LogWaits(string problem);
}
