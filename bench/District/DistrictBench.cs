using System.CommandLine;
using Command = System.CommandLine.Command;

namespace Estate.Bench.District;

/// <summary>
/// What a district takes: rows beside psql's, messages beside bare ones, a thousand estates, and what the uplink costs a gateway.
/// </summary>
internal static class DistrictBench
{
    internal const int Estates = 1_000;

    private static readonly Dictionary<string, Func<BenchDistrict, CancellationToken, Task<bool>>> Parts = new()
    {
        ["copy"] = CopyTrial.RunAsync,
        ["publish"] = PublishTrial.RunAsync,
        ["load"] = LoadTrial.RunAsync,
        ["kills"] = RecoveryTrial.RunAsync,
        ["gateway"] = UplinkCostTrial.RunAsync,
    };

    internal static Command Create()
    {
        var data = new Option<string>("--data") { Description = "The folder everything is written to", DefaultValueFactory = _ => "var" };
        var only = new Option<string>("--only")
        {
            Description = "One part: " + string.Join(", ", Parts.Keys),
            DefaultValueFactory = _ => "",
        };
        var command = new Command("district", "A thousand estates, rows beside psql's COPY, what the uplink costs a gateway")
        {
            data, only,
        };
        command.SetAction((parsed, stop) => RunAsync(
            Path.Combine(parsed.GetRequiredValue(data), "bench", "district"), parsed.GetRequiredValue(only), stop));
        return command;
    }

    internal static void Say(string line) => Console.WriteLine(line);

    private static async Task<int> RunAsync(string folder, string only, CancellationToken stop)
    {
        if (only.Length > 0 && !Parts.ContainsKey(only))
            throw new FormatException($"--only {only}: there are {string.Join(", ", Parts.Keys)}");
        var isMet = true;
        foreach (var (name, part) in Parts.Where(part => only.Length == 0 || part.Key == only))
        {
            // Its own district: what one part left would be the other's work.
            await using var district = await BenchDistrict.StartAsync(
                Path.Combine(folder, name), Estates, [.. LoadTrial.Probes, LoadTrial.Absent, PublishTrial.Site, UplinkCostTrial.Site],
                TimeProvider.System);
            isMet &= await part(district, stop);
        }
        return isMet ? 0 : 1;
    }
}
