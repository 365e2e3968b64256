using System.Diagnostics;
using System.Globalization;
using Estate.Adapters.Codecs;
using NodaTime;
using Command = System.CommandLine.Command;

namespace Estate.Bench.Codecs;

/// <summary>What one uplink through a maker's codec costs: a fresh engine for each, in this process and in that of the codecs.</summary>
internal static class CodecsBench
{
    private const int Rounds = 5, Calls = 5_000;

    /// <summary>Ours, of the usual shape: tags, lengths, numbers of two bytes.</summary>
    private const string Source = """
        function decodeUplink(input) {
          var data = {}, bytes = input.bytes;
          for (var i = 0; i < bytes.length;) {
            var channel = bytes[i++], type = bytes[i++];
            if (channel === 0x01 && type === 0x75) { data.battery = bytes[i]; i += 1; }
            else if (channel === 0x03 && type === 0x67) { data.temperature = signed(bytes[i] | bytes[i + 1] << 8) / 10; i += 2; }
            else if (channel === 0x04 && type === 0x68) { data.humidity = bytes[i] / 2; i += 1; }
            else break;
          }
          return { data: data };
        }
        function signed(value) { return value > 0x7fff ? value - 0x10000 : value; }
        """;

    private static readonly CodecCall Call = new(
        IsEncoding: false, [0x01, 0x75, 0x5C, 0x03, 0x67, 0x34, 0x01, 0x04, 0x68, 0x65], 85, Instant.FromUtc(2026, 11, 30, 8, 0));

    internal static Command Create()
    {
        var data = new System.CommandLine.Option<string>("--data") { Description = "Nothing is written", DefaultValueFactory = _ => "var" };
        var command = new Command("codecs", "An uplink through a maker's codec: a fresh engine, and the process they run in") { data };
        command.SetAction(_ => Run());
        return command;
    }

    private static void Run()
    {
        var (plain, withBuffer) = (new Codec("ours.js", Source),
            new Codec("buffer.js", Source.Replace("bytes = input.bytes", "bytes = Buffer.from(input.bytes)", StringComparison.Ordinal)));
        foreach (var codec in new[] { plain, withBuffer })
        {
            var engine = new CodecEngine(codec);
            var (time, bytes) = Best(() => engine.Run(Call));
            Say($"{codec.Name}: a decode with a fresh engine {time:0.0} µs, {bytes / 1000.0:0.0} kB");
        }
        var program = Path.Combine(AppContext.BaseDirectory, "Estate.Cli.dll");
        using var process = new CodecProcess(new("dotnet", [program, CodecWorker.Argument]));
        var began = Stopwatch.GetTimestamp();
        process.Run(plain, Call);
        Say($"from nothing to the first answer {Stopwatch.GetElapsedTime(began).TotalMilliseconds:0} ms");
        var (away, _) = Best(() => process.Run(plain, Call));
        using var worker = Process.GetProcessById(process.Id!.Value);
        Say($"a decode in the process of the codecs, with the way there and back {away:0.0} µs");
        Say($"memory of that process {worker.WorkingSet64 / 1e6:0.0} MB");
    }

    private static (double Microseconds, double Bytes) Best(Func<CodecResult> decode)
    {
        var best = double.MaxValue;
        var allocated = 0L;
        for (var round = 0; round < Rounds; round++)
        {
            var (began, before) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
            for (var i = 0; i < Calls; i++)
                if (!decode().IsGood)
                    throw new InvalidOperationException("the codec of the bench failed");
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            best = Math.Min(best, Stopwatch.GetElapsedTime(began).TotalMicroseconds / Calls);
        }
        return (best, (double)allocated / Calls);
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
