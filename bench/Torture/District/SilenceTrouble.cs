using System.Globalization;
using Estate.Bench.District;
using Estate.District.Ingest;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace Estate.Bench.Torture.District;

/// <summary>
/// The message servers took the last messages before a silence, and lost them: nothing comes behind them that would show the gap.
/// </summary>
internal static class SilenceTrouble
{
    private const double Seconds = 2;

    internal static async Task<string?> PlayAsync(TorturedDistrict district, Random random)
    {
        foreach (var worker in district.District.Workers)
            worker.Process.Pause(still: true);
        await district.Run.WaitAsync(Seconds);
        JournaledEstates.SetQuiet(district.Gateways.Folder, isQuiet: true);
        await district.Run.WaitAsync(Seconds);
        var lost = await PurgeAsync(district);
        foreach (var worker in district.District.Workers)
            worker.Process.Pause(still: false);
        var drained = await district.DrainAsync([.. district.Gateways.Online]);
        JournaledEstates.SetQuiet(district.Gateways.Folder, isQuiet: false);
        ScenarioRun.Say(string.Create(CultureInfo.InvariantCulture, $"    {lost} messages lost, all was there after {drained:0.0} s"));
        return drained is null ? "what was lost before a silence never came" : lost == 0 ? "no message was there to be lost" : null;
    }

    /// <returns>How many messages were there.</returns>
    private static async Task<ulong> PurgeAsync(TorturedDistrict district)
    {
        for (var i = 0; i < 30; i++, await district.Run.WaitAsync(0.5))
            try
            {
                var answer = await new NatsJSContext(district.District.Messages.Connection).PurgeStreamAsync(
                    MessageServers.Stream, new StreamPurgeRequest(), district.Run.Stop);
                return (ulong)answer.Purged;
            }
            catch (NatsException)
            {
                // Nobody leads just now.
            }
        return 0;
    }
}
