namespace Estate.Bench.Torture.District;

/// <summary>The disk of one message server is full; the others go on, and it comes back when it has room and was started again.</summary>
internal static class DiskTrouble
{
    private const double Seconds = 12;

    internal static async Task<string?> PlayAsync(TorturedDistrict district, Random random)
    {
        if (district.Disk is not { } disk)
        {
            ScenarioRun.Say("    left out: a small file system cannot be mounted here");
            return null;
        }
        disk.Fill();
        await district.Run.WaitAsync(Seconds);
        var meanwhile = await district.AllAsync();
        disk.Free();
        district.District.Servers[^1].Start();
        return meanwhile is null ? "with the disk of one message server full, nothing went on" : null;
    }
}
