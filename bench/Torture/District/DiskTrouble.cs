namespace Estate.Bench.Torture.District;

/// <summary>
/// The disk of one message server is full. What it leads may stand still until somebody ends it (2.9.10 says nothing and goes on
/// leading); then it has room again, and is started again.
/// </summary>
internal static class DiskTrouble
{
    private const double Settling = 5, Seconds = 10;

    internal static async Task<string?> PlayAsync(TorturedDistrict district, Random random)
    {
        if (district.Disk is not { } disk)
        {
            ScenarioRun.Say("    left out: a small file system cannot be mounted here");
            return null;
        }
        disk.Fill();
        await district.Run.WaitAsync(Settling);
        var before = await district.Look.PositionsAsync();
        await district.Run.WaitAsync(Seconds);
        var after = await district.Look.PositionsAsync();
        var (all, went) = (district.Gateways.Online.ToList(), 0);
        if (before is not null && after is not null)
            went = all.Count(site => after.GetValueOrDefault(site) > before.GetValueOrDefault(site));
        ScenarioRun.Say($"    {went} of {all.Count} estates went on meanwhile");
        disk.Free();
        district.District.Servers[^1].Start();
        return null;
    }
}
