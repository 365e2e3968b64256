using System.Globalization;

namespace Estate.Bench.Torture.District;

/// <summary>Estates that were away come back: one with a month, a thousand at once.</summary>
internal static class AwayTroubles
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    internal static Task<string?> Leave(TorturedDistrict district)
    {
        district.Gateways.Leave();
        return Task.FromResult<string?>(null);
    }

    internal static async Task<string?> ComeBackAsync(TorturedDistrict district)
    {
        var before = district.Gateways.HeadOf(TorturedGateways.Traveller);
        district.Gateways.ComeBack();
        await district.Run.WaitAsync(5);
        var head = district.Gateways.HeadOf(TorturedGateways.Traveller);
        ScenarioRun.Say(string.Create(CultureInfo.InvariantCulture, $"    it brings {head - before} facts"));
        return head > before ? null : "it brought nothing";
    }

    /// <summary>Once they are connected all message servers are killed: what follows is a thousand connections at once.</summary>
    internal static async Task<string?> ReconnectAsync(TorturedDistrict district, Random random)
    {
        district.ComeAThousand();
        var first = await ConnectedAsync(district);
        foreach (var node in district.District.Servers)
            node.Process.Kill();
        foreach (var node in district.District.Servers)
            node.Start();
        var again = await ConnectedAsync(district);
        ScenarioRun.Say(string.Create(
            CultureInfo.InvariantCulture, $"    all connected after {first:0.0} s, and again after {again:0.0} s"));
        return first is null || again is null ? "a thousand estates did not come back" : null;
    }

    private static async Task<double?> ConnectedAsync(TorturedDistrict district)
    {
        var started = district.Run.Time.GetTimestamp();
        for (; district.Run.Time.GetElapsedTime(started) < Patience; await district.Run.WaitAsync(0.2))
            if (await district.District.ConnectionsAsync() >= district.Estates!.Count)
                return district.Run.Time.GetElapsedTime(started).TotalSeconds;
        return null;
    }
}
