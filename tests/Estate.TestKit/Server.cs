using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Estate.TestKit;

/// <summary>A real server of a test's own on a loopback port; ended by its id.</summary>
public sealed class Server : IDisposable
{
    private readonly Process _process;
    private bool _isDisposed;

    private Server(Process process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    /// <summary>Starts a program and waits until its port listens.</summary>
    /// <exception cref="IOException">It is not installed, ended early, or never listened.</exception>
    public static async Task<Server> StartAsync(int port, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        var process = Start(start);
        var output = new System.Text.StringBuilder();
        void Keep(object sender, DataReceivedEventArgs line)
        {
            // Both streams are read by threads of their own.
            lock (output)
                output.AppendLine(line.Data);
        }
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        for (var attempt = 0; attempt < 1500; attempt++)
        {
            if (await ListensAsync(port))
                return new Server(process, port);
            if (process.HasExited)
                throw new IOException($"{program} ended with {process.ExitCode}: {output}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
        process.Kill();
        throw new IOException($"{program} did not listen on {port}: {output}");
    }

    /// <summary>A port nobody else's tests are given while this process runs.</summary>
    public static int FreePort() => Ports.Next();

    /// <summary>Of its memory that is in use now, in bytes.</summary>
    public long Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Files that are mapped into its memory, such as the assemblies that it has loaded.</summary>
    public IReadOnlySet<string> MappedFiles => File.ReadLines($"/proc/{_process.Id}/maps")
        .Select(line => line.IndexOf('/', StringComparison.Ordinal) is var path and >= 0 ? line[path..] : "").ToHashSet();

    /// <summary>SIGKILL.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>SIGTERM, and how it ended.</summary>
    public async Task<int> EndAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        return await EndedAsync();
    }

    /// <summary>The exit status it ended with.</summary>
    public async Task<int> EndedAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
        return _process.ExitCode;
    }

    /// <summary>
    /// SIGHUP: it reads its files again. Mosquitto listens before it catches the signal, and would be ended by one that comes between.
    /// </summary>
    public async Task ReloadAsync()
    {
        await Eventually.UntilAsync(CatchesHangUp);
        using var kill = Process.Start("kill", ["-HUP", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Also twice: a test may end a server before its end.</summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
    }

    private bool CatchesHangUp()
    {
        const ulong hangUp = 1;
        var caught = File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith("SigCgt:", StringComparison.Ordinal));
        return (Convert.ToUInt64(caught["SigCgt:".Length..].Trim(), 16) & hangUp) != 0;
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new IOException($"{start.FileName} is not installed; ./estate test installs it", missing);
        }
    }

    private static async Task<bool> ListensAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
