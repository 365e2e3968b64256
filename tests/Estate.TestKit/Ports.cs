using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Estate.TestKit;

/// <summary>
/// Ports for servers of tests, one after the other out of a block that is this process's until its end: whoever else runs tests on this
/// machine
/// has another. All lie below those the kernel gives to connections.
/// </summary>
internal static class Ports
{
    private const int First = 12_000, Blocks = 50, InBlock = 400;
    /// <summary>The same for all, also where a run has temporary files elsewhere.</summary>
    private const string Folder = "/tmp/estate-test-ports";

    private static readonly Lazy<(FileStream Held, int First)> Block = new(TakeBlock);
    private static int _given = -1;

    /// <exception cref="IOException">None is free.</exception>
    internal static int Next()
    {
        for (var i = 0; i < InBlock; i++)
            if (Block.Value.First + (Interlocked.Increment(ref _given) % InBlock) is var port && IsFree(port))
                return port;
        throw new IOException($"none of the {InBlock} ports from {Block.Value.First} on is free");
    }

    /// <summary>The kernel lets go of the file when the process ends, however it ends.</summary>
    private static (FileStream Held, int First) TakeBlock()
    {
        var folder = Directory.CreateDirectory(Folder).FullName;
        for (var block = 0; block < Blocks; block++)
            try
            {
                var file = Path.Combine(folder, block.ToString(CultureInfo.InvariantCulture));
                return (new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None), First + (block * InBlock));
            }
            catch (Exception taken) when (taken is IOException or UnauthorizedAccessException)
            {
                // Somebody else's.
            }
        throw new IOException($"{Blocks} test runs hold all ports; their files are in {folder}");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
