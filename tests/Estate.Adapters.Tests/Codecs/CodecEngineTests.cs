using System.Text;
using Estate.Adapters.Codecs;
using NodaTime;
using Xunit;

namespace Estate.Adapters.Tests.Codecs;

/// <summary>What a codec is given and may return, as the LoRa Alliance's TS013 has it, and as older network servers had it.</summary>
public sealed class CodecEngineTests
{
    private static readonly Instant Received = Instant.FromUtc(2026, 11, 30, 8, 0, 5);

    [Fact]
    public void A_codec_of_TS013_is_given_bytes_port_receive_time_and_variables()
    {
        var result = Run("""
            function decodeUplink(input) {
              return { data: {
                isList: Array.isArray(input.bytes), sum: input.bytes.reduce((a, b) => a + b, 0), port: input.fPort,
                at: input.recvTime.toISOString(), isDate: input.recvTime instanceof Date, offset: Number(input.variables.offset) } };
            }
            """, new(IsEncoding: false, [1, 2, 250], 7, Received, """{"offset":"-4"}"""));

        Assert.Equal("""{"isList":true,"sum":253,"port":7,"at":"2026-11-30T08:00:05.000Z","isDate":true,"offset":-4}""", result);
    }

    [Theory]
    [InlineData("function Decode(fPort, bytes, variables) { return { port: fPort, first: bytes[0], has: typeof variables }; }")]
    [InlineData("function Decoder(bytes, port) { return { port: port, first: bytes[0], has: 'object' }; }")]
    public void An_older_codec_is_called_as_its_own_network_server_did(string source) =>
        Assert.Equal("""{"port":7,"first":1,"has":"object"}""", Run(source, Uplink([1], 7)));

    [Fact]
    public void The_profile_says_which_function_is_meant_where_there_are_several()
    {
        const string Both = "function Decoder(b, p) { return { by: 'Decoder' }; } var decodeUplink = i => ({ data: { by: 'TS013' } });";

        Assert.Equal("""{"by":"TS013"}""", Run(Both, Uplink([])));
        Assert.Equal("""{"by":"Decoder"}""", Text(new CodecEngine(new("x.js", Both, CodecEntry.Decoder)).Run(Uplink([]))));
    }

    [Fact]
    public void The_clock_is_the_frames()
    {
        Assert.Equal("""{"now":1796025605000,"date":"2026-11-30T08:00:05.000Z","hour":8}""", Run(
            "function decodeUplink() { return { data: { now: Date.now(), date: new Date(), hour: new Date().getHours() } }; }",
            Uplink([])));
    }

    [Fact]
    public void Nothing_is_left_for_the_next_message()
    {
        var engine = new CodecEngine(new("x.js", """
            var count = 0; Array.prototype.mark = (Array.prototype.mark || 0) + 1;
            function decodeUplink() { count++; leaked = typeof leaked; return { data: { count, leaked, mark: [].mark } }; }
            """));

        Assert.Equal("""{"count":1,"leaked":"undefined","mark":1}""", Text(engine.Run(Uplink([]))));
        Assert.Equal("""{"count":1,"leaked":"undefined","mark":1}""", Text(engine.Run(Uplink([]))));
    }

    [Fact]
    public void A_codec_finds_neither_files_nor_network_nor_dotnet()
    {
        const string Names = "require process fetch XMLHttpRequest System importNamespace clr setTimeout Atomics SharedArrayBuffer print";

        Assert.Equal("""{"found":""}""", Run($$"""
            function decodeUplink() {
              return { data: { found: '{{Names}}'.split(' ').filter(name => name in globalThis).join(' ') } };
            }
            """, Uplink([])));
        Assert.Equal(CodecFailure.Threw, Result("function decodeUplink() { return { data: eval('({a:1})') }; }").Failure);
        Assert.Equal(CodecFailure.Threw, Result("function decodeUplink() { return { data: new Function('return 1')() }; }").Failure);
    }

    [Fact]
    public void A_codec_that_says_it_cannot_read_a_message_is_not_at_fault()
    {
        var result = Result("function decodeUplink() { return { errors: ['unknown port', 'length\\n' + 'x'.repeat(5000)] }; }");

        Assert.Equal(CodecFailure.Refused, result.Failure);
        Assert.StartsWith("unknown port; length x", result.Text, StringComparison.Ordinal);
        Assert.True(result.Text!.Length <= CodecLimits.MaxText + 1 && !result.IsTheCodecs);
    }

    [Fact]
    public void Its_warnings_go_along_with_the_data()
    {
        var result = Result("function decodeUplink() { return { data: { a: 1 }, warnings: ['old firmware'] }; }");

        Assert.Equal(("""{"a":1}""", "old firmware"), (Text(result), result.Text));
    }

    [Fact]
    public void What_it_throws_is_told_with_the_line()
    {
        var result = Result("function decodeUplink() {\n  return { data: { a: input.b.c } };\n}");

        Assert.Equal((CodecFailure.Threw, "line 2: input is not defined"), (result.Failure, result.Text));
    }

    [Fact]
    public void An_encoder_makes_bytes_of_data()
    {
        var codec = new CodecEngine(new(
            "x.js", "function encodeDownlink(i) { return { fPort: 2, bytes: [i.data.minutes >> 8, i.data.minutes & 255] }; }"));

        Assert.Equal("""{"fPort":2,"bytes":[4,176]}""",
            Text(codec.Run(new(IsEncoding: true, Encoding.UTF8.GetBytes("""{"minutes":1200}"""), 0, Received))));
        Assert.Equal(CodecFailure.BadCodec, codec.Run(Uplink([])).Failure);
    }

    [Theory]
    [InlineData("function (", "Unexpected")]
    [InlineData("var a = 1;", "it has no function decodeUplink, Decode or Decoder")]
    public void What_is_no_codec_is_told(string source, string reason)
    {
        var told = Record.Exception(() => new CodecEngine(new("x.js", source))) is { } failure ? failure.Message : Result(source).Text;

        Assert.Contains(reason, told, StringComparison.Ordinal);
    }

    [Fact]
    public void A_codec_of_a_megabyte_is_refused() => Assert.Contains(
        "1024 KiB, at most 512", Assert.Throws<FormatException>(() => new CodecEngine(new("x.js", new string(' ', 1 << 20)))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void What_goes_in_is_bounded()
    {
        Assert.Equal((CodecFailure.BadInput, "1025 bytes of payload, at most 1024"), Outcome(Result("", Uplink(new byte[1025]))));
        Assert.Equal((CodecFailure.BadInput, "port 256 is not 0 to 255"), Outcome(Result("", Uplink([], 256))));
        Assert.Equal(CodecFailure.BadInput, Result("", Uplink([]) with { Variables = new string(' ', 20_000) }).Failure);
    }

    private static (CodecFailure, string?) Outcome(CodecResult result) => (result.Failure, result.Text);

    private static string Run(string source, CodecCall call) => Text(Result(source, call));

    private static CodecResult Result(string source, CodecCall? call = null) =>
        new CodecEngine(new("x.js", source)).Run(call ?? Uplink([1]));

    private static CodecCall Uplink(byte[] bytes, int port = 1) => new(IsEncoding: false, bytes, port, Received);

    private static string Text(CodecResult result)
    {
        Assert.True(result.IsGood, result.Text);
        return Encoding.UTF8.GetString(result.Json);
    }
}
