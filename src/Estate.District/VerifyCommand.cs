using System.Globalization;
using Estate.District.Store;

namespace Estate.District;

/// <summary>Compares every roll-up with what the facts add up to, estate by estate; changes nothing but what is due anyway.</summary>
internal static class VerifyCommand
{
    internal const string Name = "verify";

    /// <returns>0 where all are equal, 1 otherwise.</returns>
    internal static async Task<int> RunAsync(IServiceProvider services, TextWriter to, CancellationToken stop)
    {
        await services.GetRequiredService<Rollups>().RunAllAsync(stop);
        var check = services.GetRequiredService<RollupCheck>();
        var (sites, wrong) = (await check.SitesAsync(stop), 0);
        foreach (var site in sites)
        {
            var differences = await check.CheckAsync(site, stop);
            wrong += differences.Count > 0 ? 1 : 0;
            foreach (var difference in differences)
                await to.WriteLineAsync(difference.ToString());
        }
        await to.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{sites.Count} estates, the roll-ups of {sites.Count - wrong} equal a fresh computation"));
        return wrong == 0 ? 0 : 1;
    }
}
