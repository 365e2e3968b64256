using System.Diagnostics;
using System.Text;
using Estate.Adapters.Codecs;
using NodaTime;
using Xunit;

namespace Estate.Cli.Tests.Codecs;

/// <summary>Codecs in the process they run in: what would end the gateway ends that, and the next message is answered.</summary>
public sealed class CodecProcessTests : IDisposable
{
    internal static readonly CodecProgram Program = new(
        "dotnet", [Path.Combine(AppContext.BaseDirectory, "Estate.Cli.dll"), CodecWorker.Argument]);
    internal static readonly Codec Good = Of("return { data: { port: input.fPort, first: input.bytes[0] } };", "good.js");

    private readonly CodecProcess _process = new(Program);

    public void Dispose() => _process.Dispose();

    internal static Codec Of(string body, string name = "bad.js") => new(name, $"function decodeUplink(input) {{ {body} }}");

    [Fact]
    public void Messages_of_several_codecs_are_answered_by_one_process()
    {
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal($$"""{"port":{{i}},"first":7}""", Text(Run(Good, i)));
            Assert.Equal("""{"other":true}""", Text(Run(Of("return { data: { other: true } };"), i)));
        }
        Assert.Equal(1, _process.Starts);
    }

    [Fact]
    public void A_process_that_ends_before_it_answers_is_the_codecs_failure()
    {
        using var brief = new CodecProcess(new("true", []));

        var result = brief.Run(Good, new(IsEncoding: false, [7], 1, NodaConstants.UnixEpoch));

        Assert.Equal((CodecFailure.Crashed, "it ended the process of the codecs"), (result.Failure, result.Text));
    }

    [Fact]
    public void A_process_that_is_gone_costs_one_message()
    {
        Run(Good);
        using var worker = Process.GetProcessById(_process.Id!.Value);
        worker.Kill();
        worker.WaitForExit();

        var lost = Run(Good);
        Assert.Equal((CodecFailure.Crashed, "it ended the process of the codecs"), (lost.Failure, lost.Text));
        Assert.Equal("""{"port":1,"first":7}""", Text(Run(Good)));
    }

    [Fact]
    public void A_process_that_does_not_answer_is_ended_from_outside_and_the_next_message_is_answered()
    {
        Run(Good);
        using (var stop = Process.Start("kill", ["-STOP", $"{_process.Id!.Value}"]))
            stop.WaitForExit();
        var began = Stopwatch.GetTimestamp();

        Assert.Equal(CodecFailure.TookTooLong, Run(Good).Failure);
        Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(40));
        Assert.Equal("""{"port":1,"first":7}""", Text(Run(Good)));
        Assert.Equal(2, _process.Starts);
    }

    [Fact]
    public void A_process_that_the_computer_keeps_waiting_is_waited_for()
    {
        Run(Good);
        using var hold = Process.Start("sh", ["-c", $"kill -STOP {_process.Id}; sleep 5; kill -CONT {_process.Id}"]);
        while (!File.ReadAllText($"/proc/{_process.Id}/stat").Contains(") T ", StringComparison.Ordinal))
            Thread.Yield();

        Assert.Equal("""{"port":1,"first":7}""", Text(Run(Good)));
        Assert.Equal(1, _process.Starts);
        hold.WaitForExit();
    }

    [Fact]
    public void A_codec_that_is_none_is_told_each_time()
    {
        for (var i = 0; i < 2; i++)
            Assert.Equal(CodecFailure.BadCodec, Run(new("x.js", "function (")).Failure);
        Assert.Equal(1, _process.Starts);
    }

    [Fact]
    public void Many_codecs_do_not_stay_for_ever()
    {
        for (var i = 0; i < 70; i++)
            Assert.Equal($$"""{"n":{{i}}}""", Text(Run(Of($"return {{ data: {{ n: {i} }} }};"))));
        Assert.Equal(2, _process.Starts);
    }

    [Fact]
    public void It_is_told_when_the_process_cannot_be_started()
    {
        using var none = new CodecProcess(new("/nowhere/estate", []));

        var result = none.Run(Good, new(IsEncoding: false, [7], 1, NodaConstants.UnixEpoch));

        Assert.Equal(CodecFailure.Crashed, result.Failure);
        Assert.StartsWith("the process of the codecs cannot be started", result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void It_ends_with_its_owner()
    {
        Run(Good);
        using var seen = Process.GetProcessById(_process.Id!.Value);

        _process.Dispose();

        Assert.True(seen.WaitForExit(TimeSpan.FromSeconds(10)));
    }

    private CodecResult Run(Codec codec, int port = 1) => _process.Run(codec, new(IsEncoding: false, [7], port, NodaConstants.UnixEpoch));

    private static string Text(CodecResult result)
    {
        Assert.True(result.IsGood, $"{result.Failure} {result.Text}");
        return Encoding.UTF8.GetString(result.Json);
    }
}
