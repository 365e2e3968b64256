using System.Globalization;
using System.Text.Json;
using Estate.Bench.Harness;

namespace Estate.Bench.District;

/// <summary>A copy of the district's service, as it is built, with its pages.</summary>
internal sealed class DistrictWorker(string name, BenchDistrict district) : IDisposable
{
    private ChildProcess? _process;

    internal string Url { get; } = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{BenchEstate.FreePort()}");

    internal ChildProcess Process => _process ?? throw new InvalidOperationException("not started");

    /// <summary>Kills the one before.</summary>
    internal void Start()
    {
        _process?.Dispose();
        _process = new(Path.Combine(district.Folder, "log", name + ".log"), "dotnet", Arguments("--urls", Url));
    }

    /// <summary>Another command of the same program, with what it says as lines.</summary>
    internal (int Status, IReadOnlyList<string> Lines) Run(params string[] command)
    {
        using var process = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo("dotnet", Arguments(command)) { RedirectStandardOutput = true })!;
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        return (process.ExitCode, lines);
    }

    /// <summary>How many lanes it takes facts of; null while it is not well.</summary>
    internal async Task<int?> LanesAsync(HttpClient http)
    {
        try
        {
            using var said = JsonDocument.Parse(await http.GetStringAsync(new Uri(Url + "/healthz")));
            return said.RootElement.GetProperty("lanes").GetInt32();
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException or JsonException)
        {
            return null;
        }
    }

    public void Dispose() => _process?.Dispose();

    private IEnumerable<string> Arguments(params string[] command) =>
    [
        Path.Combine(AppContext.BaseDirectory, "Estate.District.dll"), .. command,
        "--nats", district.Nats, "--database", district.Postgres.Address, "--replicas", "3",
        "--key_file", Path.Combine(district.Keys, "worker.seed"), "--estates", Path.Combine(district.Keys, "estates.json"),
        "--demonstration", "yes", "--Logging:LogLevel:Default=Warning",
    ];
}
