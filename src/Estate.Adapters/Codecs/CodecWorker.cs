using System.Diagnostics;
using Estate.Adapters.Threads;

namespace Estate.Adapters.Codecs;

/// <summary>
/// The process in which makers' codecs run: reads calls from its standard input and answers on its output, one at a time, until the input
/// ends. It has no other way to anything; the gateway ends it when a call takes too long.
/// </summary>
public static class CodecWorker
{
    /// <summary>The argument that makes the program this.</summary>
    public const string Argument = "codec-worker";

    /// <summary>Behind whoever is nearer to a gate or a socket.</summary>
    private const int Nice = 10;

    /// <summary>Should the gateway be gone, nobody else ends what never returns.</summary>
    private static readonly TimeSpan EndsItself = TimeSpan.FromSeconds(5);

    public static void Run()
    {
        NiceThread.TrySet(Nice);
        using var input = new BinaryReader(Console.OpenStandardInput());
        using var output = new BinaryWriter(new BufferedStream(Console.OpenStandardOutput()));
        var codecs = new Dictionary<int, CodecEngine>();
        CodecEngine.WarmUp();
        output.Write(CodecResult.Of([], null));
        using var watch = new Timer(_ => Process.GetCurrentProcess().Kill());
        try
        {
            while (true)
            {
                var (kind, number) = (input.ReadByte(), input.ReadInt32());
                if (kind == CodecFrames.Codec)
                    output.Write(Prepare(codecs, number, input.ReadCodec()));
                else
                {
                    var call = input.ReadCall();
                    watch.Change(EndsItself, Timeout.InfiniteTimeSpan);
                    var result = codecs[number].Run(call);
                    watch.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                    output.Write(result);
                }
            }
        }
        catch (IOException)
        {
            // The gateway is gone, or wants no more.
        }
    }

    private static CodecResult Prepare(Dictionary<int, CodecEngine> codecs, int number, Codec codec)
    {
        try
        {
            codecs[number] = new(codec);
            return CodecResult.Of([], null);
        }
        catch (Exception failure) when (failure is FormatException or OutOfMemoryException or InsufficientExecutionStackException)
        {
            return CodecResult.Failed(CodecFailure.BadCodec, failure.Message);
        }
    }
}
