using System.Net.Sockets;
using Estate.Adapters.Gpio;
using Estate.TestKit;

namespace Estate.Adapters.Tests.Gpio;

/// <summary>Simulated pins, moved over their socket.</summary>
internal sealed class SimulatedRig : IPinRig
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("pins.sock");

    public IPins Open(PinPlan plan) => Pins.Open(plan, "simulated", Path, TimeProvider.System);

    public async Task SetAsync(string name, bool active)
    {
        using var person = new PinClientSimulator(Path);
        await person.SendAsync($"set {name} {(active ? 1 : 0)}");
        await person.UntilAsync("ok");
    }

    public async Task<bool> IsDrivenAsync(string name)
    {
        try
        {
            using var person = new PinClientSimulator(Path);
            await person.SendAsync("pins");
            var lines = new List<string>();
            while (await person.ReadAsync() is { } line and not "ok")
                lines.Add(line);
            return lines.Contains($"output {name} 1");
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public void Dispose() => _folder.Dispose();
}
