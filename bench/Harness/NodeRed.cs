using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Estate.Adapters.Mqtt;

namespace Estate.Bench.Harness;

/// <summary>
/// The peer: Node-RED from npm with one flow at an estate's broker, which answers each event of a device. It keeps nothing, so it does
/// less than the gateway does.
/// </summary>
internal sealed class NodeRed : IDisposable
{
    /// <summary>The newest that Debian's Node.js runs.</summary>
    internal const string Version = "4.1.15";

    private const string Program = "node_modules/node-red/red.js", Connected = "Connected to broker";

    /// <summary>The same answer for every tap: nothing is looked up, counted or kept.</summary>
    private const string Answer = "msg.topic = msg.topic.replace('/event', '/ack'); "
        + "msg.payload = { acks: [{ id: msg.payload.id, result: 'awarded', points: 5, sessions_today: 1, balance: 5 }] }; return msg;";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly string _log;
    private readonly TimeProvider _time;

    private NodeRed(ChildProcess process, string log, TimeProvider time) => (Process, _log, _time) = (process, log, time);

    internal ChildProcess Process { get; }

    /// <summary>Once for all runs; says so where it cannot be had.</summary>
    /// <param name="folder">Where npm puts it.</param>
    /// <returns>False: this computer has no node, or npm could not get it.</returns>
    internal static async Task<bool> InstallAsync(string folder)
    {
        if (File.Exists(Path.Combine(folder, Program)))
            return true;
        Directory.CreateDirectory(folder);
        Console.WriteLine($"Getting Node-RED {Version} from npm ...");
        var problem = await ProblemOfAsync(folder, "npm", "install", "--prefix", ".", "--no-save", "--no-package-lock", "--no-audit",
            "--no-fund", "--no-progress", "--loglevel=error", "node-red@" + Version);
        problem ??= await ProblemOfAsync(folder, "node", Program, "--help");
        if (problem is not null)
            Console.WriteLine($"Node-RED {Version}: skipped, npm could not install it here ({problem})");
        return problem is null;
    }

    /// <param name="installed">The folder of <see cref="InstallAsync"/>.</param>
    /// <param name="estate">Its broker runs, and its gateway does not.</param>
    internal static NodeRed Start(string installed, BenchEstate estate, TimeProvider time)
    {
        var folder = Directory.CreateDirectory(Path.Combine(estate.Folder.Root, "node-red")).FullName;
        File.WriteAllText(Path.Combine(folder, "settings.js"), Settings(BenchEstate.FreePort()));
        File.WriteAllText(Path.Combine(folder, "flows.json"), Flow(estate.DevicePort));
        // The gateway's own right to hear and to answer.
        File.WriteAllText(
            Path.Combine(folder, "flows_cred.json"),
            JsonSerializer.Serialize(new { broker = new { user = MqttLink.GatewayUser, password = estate.Folder.GatewayPassword() } }));
        var log = Path.Combine(estate.Logs, "node-red.log");
        File.Delete(log);
        return new(new(log, "nice", "-n", "-5", "node", Path.Combine(installed, Program), "--userDir", folder), log, time);
    }

    /// <returns>How long it took until events were answered.</returns>
    /// <exception cref="IOException">They never were.</exception>
    internal async Task<TimeSpan> WaitUntilReadyAsync()
    {
        var started = _time.GetTimestamp();
        while (!IsConnected())
        {
            if (Process.HasExited || _time.GetElapsedTime(started) > Patience)
                throw new IOException($"Node-RED did not get ready; see {_log}");
            await Task.Delay(TimeSpan.FromMilliseconds(10), _time);
        }
        return _time.GetElapsedTime(started);
    }

    public void Dispose() => Process.Dispose();

    private bool IsConnected()
    {
        using var log = new StreamReader(new FileStream(_log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return log.ReadToEnd().Contains(Connected, StringComparison.Ordinal);
    }

    /// <summary>As it is installed, but on loopback alone, and asking nobody whether there is a newer one.</summary>
    private static string Settings(int port) => string.Create(CultureInfo.InvariantCulture,
        $$"""
        module.exports = {
            flowFile: "flows.json", credentialSecret: false, uiHost: "127.0.0.1", uiPort: {{port}}, telemetry: { enabled: false },
            logging: { console: { level: "info", metrics: false, audit: false } }
        };
        """);

    private static string Flow(int port) => string.Create(CultureInfo.InvariantCulture,
        $$"""
        [
          { "id": "flow", "type": "tab", "label": "events" },
          { "id": "broker", "type": "mqtt-broker", "broker": "127.0.0.1", "port": {{port}}, "clientid": "node-red", "autoConnect": true,
            "usetls": false, "protocolVersion": "4", "keepalive": "60", "cleansession": true },
          { "id": "event", "type": "mqtt in", "z": "flow", "topic": "estate/trial/+/+/event", "qos": "1", "datatype": "json",
            "broker": "broker", "wires": [["answer"]] },
          { "id": "answer", "type": "function", "z": "flow", "outputs": 1, "wires": [["ack"]],
            "func": "{{Answer}}" },
          { "id": "ack", "type": "mqtt out", "z": "flow", "qos": "1", "retain": "false", "broker": "broker" }
        ]
        """);

    /// <returns>What it says of itself where it cannot be run, or fails; else null.</returns>
    private static async Task<string?> ProblemOfAsync(string folder, string program, params string[] arguments)
    {
        try
        {
            using var process = System.Diagnostics.Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = folder,
            })!;
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            await output;
            return process.ExitCode == 0 ? null : (await errors).ReplaceLineEndings(" ").Trim();
        }
        catch (System.ComponentModel.Win32Exception absent)
        {
            return absent.Message;
        }
    }
}
