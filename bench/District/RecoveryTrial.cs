namespace Estate.Bench.District;

/// <summary>How long after a machine of each role was killed facts are stored again that every probe committed since.</summary>
internal static class RecoveryTrial
{
    private const int Times = 3;
    private const double Limit = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60), Pause = TimeSpan.FromSeconds(3);

    /// <summary>Until a thousand estates are connected, and what is compiled while it runs is.</summary>
    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(25);

    internal static async Task<bool> RunAsync(BenchDistrict district, CancellationToken stop)
    {
        var folder = Path.Combine(district.Folder, "estates");
        var estates = LoadTrial.Start(district, folder, ReferenceLoad.Measure(district.Folder));
        try
        {
            await using var look = new DistrictLook(district.Postgres.Address);
            await Task.Delay(Warm, TimeProvider.System, stop);
            return await RunAsync(district, look, folder, stop);
        }
        finally
        {
            estates.ForEach(process => process.Dispose());
        }
    }

    private static async Task<bool> RunAsync(BenchDistrict district, DistrictLook look, string folder, CancellationToken stop)
    {
        var (roles, worst) = (new List<string>(), 0.0);
        foreach (var (role, kill) in new (string, Func<int, Task>)[]
        {
            ("worker", i => { district.Workers[i % district.Workers.Count].Start(); return Task.CompletedTask; }),
            ("message server", i => { district.Servers[i].Start(); return Task.CompletedTask; }),
            ("database", _ => district.Postgres.StartAsync()),
        })
        {
            var most = 0.0;
            for (var i = 0; i < Times; i++)
            {
                await Task.Delay(Pause, TimeProvider.System, stop);
                most = Math.Max(most, await AgainAsync(look, folder, () => kill(i), stop));
            }
            roles.Add($"{role} {most.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture)} s");
            worst = Math.Max(worst, most);
        }
        DistrictBench.Say($"first data again after a kill: {string.Join(", ", roles)}; at most {worst:0.0} s (limit {Limit})");
        return worst <= Limit;
    }

    private static async Task<double> AgainAsync(DistrictLook look, string folder, Func<Task> kill, CancellationToken stop)
    {
        var time = TimeProvider.System;
        var started = time.GetTimestamp();
        await kill();
        var heads = LoadTrial.Probes.ToDictionary(site => site, site => JournaledEstate.HeadOf(folder, site));
        while (time.GetElapsedTime(started) < Patience)
        {
            if (await look.PositionsAsync() is { } positions && heads.All(head => positions.GetValueOrDefault(head.Key) > head.Value))
                return time.GetElapsedTime(started).TotalSeconds;
            await Task.Delay(TimeSpan.FromMilliseconds(50), time, stop);
        }
        return Patience.TotalSeconds;
    }
}
