using System.Diagnostics;
using System.IO.MemoryMappedFiles;

namespace Estate.Bench.Torture;

/// <summary>Orders to <c>trouble.c</c> inside the gateway: how its disk behaves and how far its wall clock is off.</summary>
internal sealed class FaultShim : IDisposable
{
    internal const int NoSpace = 28, ReadOnly = 30;

    private const int Refuses = 0, Grows = 4, WriteUs = 8, SyncUs = 12, ShiftNs = 16, RefusedCount = 24, Size = 32;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _orders;
    private readonly Dictionary<string, string> _environment;

    private FaultShim(string library, string orders, string folder)
    {
        _environment = new()
        {
            ["LD_PRELOAD"] = library,
            ["ESTATE_TROUBLE"] = orders,
            ["ESTATE_TROUBLE_FOLDER"] = Path.GetFullPath(folder)
        };
        _file = MemoryMappedFile.CreateFromFile(orders, FileMode.Create, null, Size);
        _orders = _file.CreateViewAccessor(0, Size);
    }

    internal IReadOnlyDictionary<string, string> Environment => _environment;

    /// <summary>How often the disk has said no.</summary>
    internal long Refused => _orders.ReadInt64(RefusedCount);

    /// <summary>There is a C compiler.</summary>
    internal static bool IsPossible =>
        (System.Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "gcc")));

    /// <param name="folder">Where the library goes.</param>
    /// <param name="disk">Only files below it are in trouble.</param>
    /// <exception cref="IOException">There is no C compiler.</exception>
    internal static async Task<FaultShim> BuildAsync(string folder, string disk)
    {
        Directory.CreateDirectory(folder);
        var library = Path.Combine(Path.GetFullPath(folder), "trouble.so");
        try
        {
            using var gcc = Process.Start(
                "gcc", ["-O2", "-shared", "-fPIC", "-o", library, Path.Combine(AppContext.BaseDirectory, "Torture", "trouble.c"), "-ldl"]);
            await gcc.WaitForExitAsync();
            if (gcc.ExitCode != 0)
                throw new IOException("trouble.c cannot be compiled here; apt-get install gcc libc6-dev");
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new IOException("A C compiler is needed to play a disk in trouble: apt-get install gcc libc6-dev", missing);
        }
        return new(library, Path.Combine(folder, "orders"), disk);
    }

    /// <param name="onlyGrowth">What fits into files as long as they are still works, as on a full disk.</param>
    internal void Refuse(int errno, bool onlyGrowth = false)
    {
        _orders.Write(Grows, onlyGrowth ? 1 : 0);
        _orders.Write(Refuses, errno);
    }

    internal void Slow(TimeSpan write, TimeSpan sync)
    {
        _orders.Write(WriteUs, (int)write.TotalMicroseconds);
        _orders.Write(SyncUs, (int)sync.TotalMicroseconds);
    }

    internal void Work()
    {
        Refuse(0);
        Slow(TimeSpan.Zero, TimeSpan.Zero);
    }

    internal void Shift(TimeSpan ahead) => _orders.Write(ShiftNs, ahead.Ticks * 100);

    public void Dispose()
    {
        _orders.Dispose();
        _file.Dispose();
    }
}
