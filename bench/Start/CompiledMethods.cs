using System.Buffers.Binary;
using System.Diagnostics.Tracing;
using System.Text;
using Microsoft.Diagnostics.NETCore.Client;

namespace Estate.Bench.Start;

/// <summary>How many methods another .NET process has compiled since it was started, as the counters of its runtime tell.</summary>
internal static class CompiledMethods
{
    private const string Counter = "methods-jitted-count";

    /// <exception cref="DiagnosticsClientException">It does not answer, or was started without diagnostics.</exception>
    /// <exception cref="IOException">It ended before it told.</exception>
    internal static async Task<int> OfAsync(int process, CancellationToken stop)
    {
        using var session = await new DiagnosticsClient(process).StartEventPipeSessionAsync(
            new EventPipeProvider(
                "System.Runtime", EventLevel.Informational, -1, new Dictionary<string, string> { ["EventCounterIntervalSec"] = "1" }),
            requestRundown: false, circularBufferMB: 4, stop);
        var (heard, piece) = (new List<byte>(), new byte[16_384]);
        while (await session.EventStream.ReadAsync(piece, stop) is var length and > 0)
        {
            heard.AddRange(piece.AsSpan(0, length));
            if (In([.. heard]) is not { } count)
                continue;
            await session.StopAsync(stop);
            // It ends only when all it had to say is read.
            await session.EventStream.CopyToAsync(Stream.Null, stop);
            return count;
        }
        throw new IOException("the process ended before it told how many methods it had compiled");
    }

    /// <summary>In an event of a counter its name comes first, then its title, each with a zero at its end, then its value.</summary>
    /// <returns>Null where it does not stand there yet.</returns>
    private static int? In(ReadOnlySpan<byte> heard)
    {
        var name = Encoding.Unicode.GetBytes(Counter + "\0");
        var at = heard.IndexOf(name);
        if (at < 0)
            return null;
        var title = heard[(at + name.Length)..];
        for (var i = 0; i + 10 <= title.Length; i += 2)
            if (title[i] == 0 && title[i + 1] == 0)
                return (int)BinaryPrimitives.ReadDoubleLittleEndian(title[(i + 2)..]);
        return null;
    }
}
