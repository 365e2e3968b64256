using System.CommandLine;
using Estate.Bench.Gate;
using Estate.Bench.Harness;
using Estate.Bench.Ingest;
using Estate.FirmwareSim;

namespace Estate.Bench.Profile;

/// <summary>
/// Which methods the gateway needs from its start over the first taps, cards and exits to the pages that are always open. They are what is
/// compiled ahead; everything else is compiled when it is first needed.
/// </summary>
internal sealed class ProfileCommand(string folder, TimeProvider time)
{
    private const int Taps = 2_000, Presses = 50;
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(20);
    private static readonly string[] Pages =
        ["/", "/parking", "/login", "/healthz", "/metrics", "/gates/s-gate", "/api/alerts", "/api/devices"];

    internal static Command Create()
    {
        var data = new Option<string>("--data") { Description = "The folder everything is written to", DefaultValueFactory = _ => "var" };
        var file = new Option<string>("--out") { Description = "The profile, for crossgen2", Required = true };
        var command = new Command("start-profile", "Finds the methods that a start needs, which are compiled ahead") { data, file };
        command.SetAction((parsed, _) =>
            new ProfileCommand(Path.Combine(parsed.GetRequiredValue(data), "bench", "profile"), TimeProvider.System)
                .RunAsync(parsed.GetRequiredValue(file)));
        return command;
    }

    private async Task<int> RunAsync(string file)
    {
        var list = Path.GetFullPath(folder) + ".txt";
        Directory.CreateDirectory(Path.GetDirectoryName(list)!);
        File.Delete(list);
        await ListenAsync(list);
        using var types = new KnownTypes(
            [AppContext.BaseDirectory, Path.GetDirectoryName(typeof(object).Assembly.Location)!,
                Path.GetDirectoryName(typeof(Microsoft.AspNetCore.Http.HttpContext).Assembly.Location)!]);
        var (profile, methods, unknown) = (new ProfileWriter(types), 0, 0);
        foreach (var method in Listed(list))
            if (profile.TryAdd(method))
                methods++;
            else
                unknown++;
        profile.Save(file);
        Console.WriteLine($"{methods} methods, {unknown} more that no assembly has: {file}, {new FileInfo(file).Length / 1000} kB");
        return methods > 0 ? 0 : 1;
    }

    /// <summary>With nothing compiled ahead, so that the compiler sees each method when it is first called.</summary>
    private async Task ListenAsync(string list)
    {
        using var estate = new BenchEstate(folder, TapLoad.Stations, time, evidence: "tap", devices: ReferenceEstate.Inventory)
        {
            Program = Path.Combine(AppContext.BaseDirectory, "Estate.Cli.dll"),
            Environment = new Dictionary<string, string>
            {
                ["DOTNET_ReadyToRun"] = "0",
                ["DOTNET_TieredPGO"] = "0",
                ["DOTNET_JitStdOutFile"] = list,
                ["DOTNET_JitDisasmSummary"] = "1",
            },
        };
        estate.RegisterCards(ReferenceCards.For(TapLoad.Households));
        await estate.StartAsync();
        using var devices = new QuietDevices(estate, time);
        devices.Start();
        using (var load = new TapLoad(new(estate.Port, estate.Passwords), expectAcks: true, boot: 1, Taps, firstTap: 0, time))
        {
            await load.WaitUntilReadyAsync();
            await load.FloodAsync(Taps);
        }
        using (var wires = new GateWires(estate.Folder.PinSocket, time))
            await GateBench.RepeatAsync(wires, GateWires.Set("exit", true), GateWires.Set("exit", false), Presses);
        using var staff = estate.StaffClient();
        foreach (var page in Pages)
            (await staff.GetAsync(new Uri(page, UriKind.Relative))).Dispose();
        for (var second = 0; second < Quiet.TotalSeconds; second++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), time);
            devices.Step(1);
        }
    }

    private static IEnumerable<CompiledMethod> Listed(string list) =>
        File.ReadLines(list).Select(CompiledMethod.Parse).OfType<CompiledMethod>()
            .DistinctBy(method => method.Text).OrderBy(method => method.Text, StringComparer.Ordinal);
}
