using System.Diagnostics;
using System.Globalization;

namespace Estate.Bench.Harness;

/// <summary>A process this program started, and ends by its id. Its output goes to a file.</summary>
internal sealed class ChildProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly StreamWriter _log;
    private bool _isDisposed;

    internal ChildProcess(string logFile, string program, params IEnumerable<string> arguments)
        : this(logFile, new Dictionary<string, string>(), program, arguments)
    {
    }

    /// <param name="environment">Beside what this program has itself.</param>
    internal ChildProcess(
        string logFile, IReadOnlyDictionary<string, string> environment, string program, params IEnumerable<string> arguments)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(logFile)!);
        _log = new StreamWriter(logFile, append: true) { AutoFlush = true };
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        // As the estate script starts the gateway: a small youngest generation and one native heap keep memory low.
        start.Environment["DOTNET_GCgen0size"] = "0x400000";
        start.Environment["MALLOC_ARENA_MAX"] = "1";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        _process = Process.Start(start) ?? throw new IOException($"{program} did not start");
        _process.OutputDataReceived += (_, line) => Write(line.Data);
        _process.ErrorDataReceived += (_, line) => Write(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    internal int Id => _process.Id;

    internal bool HasExited => _process.HasExited;

    internal int ExitCode => _process.ExitCode;

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    internal void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>SIGSTOP and SIGCONT: it stands still with everything open.</summary>
    internal void Pause(bool still) => Send(still ? "-STOP" : "-CONT");

    /// <summary>It may tidy up; where that takes too long it is killed.</summary>
    /// <param name="signal">Such as -INT.</param>
    internal void End(string signal)
    {
        if (HasExited)
            return;
        Send(signal);
        if (!_process.WaitForExit(Patience))
            Kill();
    }

    /// <summary>CPU seconds used, user and system.</summary>
    internal TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    internal long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Open file handles.</summary>
    internal int Handles => Directory.EnumerateFileSystemEntries($"/proc/{Id}/fd").Count();

    /// <summary>Bytes the kernel was asked to bring to storage (/proc/PID/io).</summary>
    internal long WrittenBytes => long.Parse(
        File.ReadLines($"/proc/{Id}/io").First(line => line.StartsWith("write_bytes", StringComparison.Ordinal)).Split(' ')[1],
        CultureInfo.InvariantCulture);

    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        // Also wait for one that has ended: its last output may still be on its way.
        Kill();
        _process.Dispose();
        lock (_log)
            _log.Dispose();
    }

    private void Send(string signal)
    {
        using var kill = Process.Start("kill", [signal, Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private void Write(string? line)
    {
        if (line is null)
            return;
        lock (_log)
            if (_log.BaseStream is { CanWrite: true })
                _log.WriteLine(line);
    }
}
