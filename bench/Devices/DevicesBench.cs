using System.CommandLine;
using System.Globalization;
using Estate.Bench.Harness;
using Estate.Bench.Parking;

namespace Estate.Bench.Devices;

/// <summary>What ten thousand devices cost beside the reference estate's two hundred: two starts, memory, and lists.</summary>
internal sealed class DevicesBench(string folder, string? program, TimeProvider time)
{
    private const int Many = 10_000;
    private const double MaxStartSeconds = 2, MaxMemory = 1.3, MaxPageBytes = 100_000;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(30);
    private static readonly string[] Asked = ["/", "/parking", "/parking?page=30", "/devices", "/api/devices?limit=100", "/api/parking"];

    internal static Command Create()
    {
        var data = new Option<string>("--data") { Description = "The folder everything is written to", DefaultValueFactory = _ => "var" };
        var program = new Option<string?>("--program") { Description = "Estate.Cli.dll of another build, to compare with" };
        var command = new Command("devices", "Ten thousand devices beside the reference estate: start, memory, lists") { data, program };
        command.SetAction((parsed, _) => new DevicesBench(
            Path.Combine(parsed.GetRequiredValue(data), "bench", "devices"), parsed.GetValue(program), TimeProvider.System).RunAsync());
        return command;
    }

    private async Task<int> RunAsync()
    {
        var usual = await MeasureAsync("reference", ReferenceEstate.Stations, ReferenceEstate.Inventory);
        var many = await MeasureAsync("many", 1, RadioSensors.Inventory(Many));
        var memory = many.ResidentBytes / (double)usual.ResidentBytes;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Many} devices: start {many.Start.TotalSeconds:0.00} s of CPU (limit {MaxStartSeconds:0}), memory {memory:0.00} x of the "
                + $"reference estate's (limit {MaxMemory:0.0}), heaviest page {many.Heaviest / 1000.0:0.0} kB (limit 100)"));
        return many.Start.TotalSeconds <= MaxStartSeconds && memory <= MaxMemory && many.Heaviest <= MaxPageBytes ? 0 : 1;
    }

    /// <summary>Of the second start, as all are but one: what every device said is known.</summary>
    private async Task<(TimeSpan Start, long ResidentBytes, long Heaviest)> MeasureAsync(string name, int stations, string devices)
    {
        using var estate = new BenchEstate(Path.Combine(folder, name), stations, time, devices: devices)
        {
            Program = program ?? BenchEstate.ThisBuild,
        };
        await estate.StartAsync();
        var first = estate.Gateway.Cpu;
        await Task.Delay(Settling, time);
        estate.StartGateway();
        await estate.WaitUntilReadyAsync();
        var again = estate.Gateway.Cpu;
        await Task.Delay(Settling, time);
        var (idle, heaviest) = (estate.Gateway.ResidentBytes, 0L);
        using var http = new HttpClient { BaseAddress = new(estate.Url) };
        foreach (var path in Asked)
        {
            var bytes = (await http.GetByteArrayAsync(new Uri(path, UriKind.Relative))).Length;
            heaviest = path.StartsWith("/api/", StringComparison.Ordinal) ? heaviest : Math.Max(heaviest, bytes);
        }
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}, {estate.Model.Inventory.Count} devices: CPU to ready {first.TotalSeconds:0.00} s, at the next start "
                + $"{again.TotalSeconds:0.00} s; {idle / 1e6:0.0} MB idle, {estate.Gateway.ResidentBytes / 1e6:0.0} MB after its lists; "
                + $"heaviest page {heaviest / 1000.0:0.0} kB"));
        return (again, idle, heaviest);
    }
}
