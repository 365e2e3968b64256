using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;

namespace Estate.Bench.Torture;

/// <summary>
/// Asks another .NET process to collect its whole heap, as dotnet-gcdump does: what is held is seen then, not what has not been
/// collected yet, which may be a third of the heap and takes ten minutes to come and go.
/// </summary>
internal static class FullCollection
{
    private const string Runtime = "Microsoft-Windows-DotNETRuntime";
    private const long Collect = 0x80_0000;

    /// <summary>Only asks for it: the process collects soon after.</summary>
    /// <exception cref="DiagnosticsClientException">It does not answer, or was started without diagnostics.</exception>
    internal static async Task AskAsync(int process, CancellationToken stop)
    {
        using var session = await new DiagnosticsClient(process)
            .StartEventPipeSessionAsync(
                new EventPipeProvider(Runtime, EventLevel.Informational, Collect), requestRundown: false, circularBufferMB: 1, stop);
        // It ends only when all it had to say is read.
        var reading = session.EventStream.CopyToAsync(Stream.Null, stop);
        await session.StopAsync(stop);
        await reading;
    }
}
