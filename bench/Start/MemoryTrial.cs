using Estate.Bench.Harness;
using Estate.Bench.Ingest;

namespace Estate.Bench.Start;

/// <summary>Memory of a candidate with all devices of the reference estate connected, while nobody comes and after a flood.</summary>
internal static class MemoryTrial
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(30), Rest = TimeSpan.FromSeconds(5);

    internal static async Task<MemoryFigures> RunAsync(Candidate candidate, int taps, TimeProvider time)
    {
        await candidate.StartAsync();
        var ready = candidate.Process.ResidentBytes;
        var estate = candidate.Estate;
        using var devices = new QuietDevices(estate, time);
        devices.Start();
        using var load = new TapLoad(new(estate.Port, estate.Passwords), expectAcks: true, boot: 1, taps, firstTap: 0, time);
        await load.WaitUntilReadyAsync();
        await PassAsync(devices, Idle, time);
        var idle = candidate.Process.ResidentBytes;
        var started = time.GetTimestamp();
        await load.FloodAsync(taps);
        var rate = taps / time.GetElapsedTime(started).TotalSeconds;
        await PassAsync(devices, Rest, time);
        var flooded = candidate.Process.ResidentBytes;
        candidate.End();
        return new(ready, idle, flooded, rate);
    }

    private static async Task PassAsync(QuietDevices devices, TimeSpan span, TimeProvider time)
    {
        var second = TimeSpan.FromSeconds(1);
        for (var passed = TimeSpan.Zero; passed < span; passed += second)
        {
            await Task.Delay(second, time);
            devices.Step(second.TotalSeconds);
        }
    }
}

/// <summary>Resident bytes, and acknowledged taps a second of the flood.</summary>
internal sealed record MemoryFigures(long Ready, long Idle, long Flooded, double TapsPerSecond);
