using Estate.Bench.Harness;
using Estate.District.Ingest;
using NATS.Client.Core;

namespace Estate.Bench.Torture.District;

/// <summary>Something stands still with everything open, as behind a network that broke; or the lead goes to another.</summary>
internal static class PauseTroubles
{
    private const double Seconds = 8;
    private const int Moves = 3;

    internal static async Task<string?> MoveLeaderAsync(TorturedDistrict district, Random random)
    {
        for (var i = 0; i < Moves; i++)
        {
            var before = await district.LeaderAsync();
            try
            {
                await district.District.Messages.Connection.RequestAsync<byte[], byte[]>(
                    $"$JS.API.STREAM.LEADER.STEPDOWN.{MessageServers.Stream}", null, cancellationToken: district.Run.Stop);
            }
            catch (NatsException)
            {
                // Nobody leads just now.
            }
            await district.Run.WaitAsync(1 + random.NextDouble());
            ScenarioRun.Say($"    led by {before?.Name ?? "nobody"}, then by {(await district.LeaderAsync())?.Name ?? "nobody"}");
        }
        return null;
    }

    internal static Task<string?> StopNodeAsync(TorturedDistrict district, Random random) =>
        StopAsync(district.District.Servers[random.Next(district.District.Servers.Count)].Process, district);

    internal static async Task<string?> StopLeaderAsync(TorturedDistrict district, Random random) =>
        await StopAsync((await district.LeaderAsync() ?? district.District.Servers[0]).Process, district);

    internal static Task<string?> StopWorkerAsync(TorturedDistrict district, Random random) =>
        StopAsync(district.District.Workers[random.Next(district.District.Workers.Count)].Process, district);

    private static async Task<string?> StopAsync(ChildProcess process, TorturedDistrict district)
    {
        process.Pause(still: true);
        await district.Run.WaitAsync(Seconds);
        process.Pause(still: false);
        return null;
    }
}
