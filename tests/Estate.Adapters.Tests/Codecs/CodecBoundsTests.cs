using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Estate.Adapters.Codecs;
using NodaTime;
using Xunit;

namespace Estate.Adapters.Tests.Codecs;

/// <summary>A codec that loops, grows or returns nonsense: each message ends soon, with a reason.</summary>
public sealed class CodecBoundsTests
{
    [Theory]
    [InlineData("while (true) {}")]
    [InlineData("for (;;);")]
    [InlineData("/^(a+)+$/.test('a'.repeat(40) + 'b');")]
    public void One_that_never_ends_is_ended(string body)
    {
        var began = Stopwatch.GetTimestamp();

        Assert.Contains(Run(body).Failure, new[] { CodecFailure.TookTooLong, CodecFailure.TookTooMuch });
        Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(2));
    }

    [Theory]
    [InlineData("var a = []; for (;;) a.push('x' + a.length);")]
    [InlineData("var s = 'x'; for (var i = 0; i < 40; i++) s = s + s;")]
    [InlineData("new Array(1e9);")]
    [InlineData("(function f() { f(); })();")]
    public void One_that_grows_or_calls_itself_without_end_is_ended(string body)
    {
        var result = Run(body);

        // Some of it the engine notices first, as an error that the codec could catch.
        Assert.True(result.IsTheCodecs && Regex.IsMatch(result.Text!, "end|MB|array size|stack|string length"), result.Text);
    }

    [Fact]
    public void A_further_call_into_the_codec_does_not_begin_its_time_anew()
    {
        var result = new CodecEngine(new("x.js", """
            // Small numbers cost no memory.
            var kept = new Uint8Array(300);
            function work() { for (var round = 0; round < 200; round++) for (var i = 0; i < 300; i++) kept[i] = 1; }
            var data = {};
            for (var i = 0; i < 900; i++) Object.defineProperty(data, 'v' + i, { enumerable: true, get() { work(); return 1; } });
            function decodeUplink() { return { data: data }; }
            """)).Run(new(IsEncoding: false, [], 1, NodaConstants.UnixEpoch));

        Assert.Equal(CodecFailure.TookTooLong, result.Failure);
    }

    [Fact]
    public void A_value_that_is_no_number_is_left_out_by_itself_and_told()
    {
        var result = Of("{ a: NaN, b: 1 / 0, c: { d: [1, NaN] }, ok: 5, gone: undefined, f() {} }");

        Assert.Equal("""{"c":{"d":[1,null]},"ok":5}""", Encoding.UTF8.GetString(result.Json));
        Assert.Equal("a is NaN, no number, and was left out; b is Infinity, no number, and was left out; "
            + "c.d.1 is NaN, no number, and was left out", result.Text);
    }

    [Theory]
    [InlineData("'text'", "its data is a text, not an object")]
    [InlineData("[1]", "its data is a list, not an object")]
    [InlineData("null", "its data is null, not an object")]
    [InlineData("undefined", "its data is nothing, not an object")]
    [InlineData("(function () { var a = {}; a.a = a; return a; })()", "its data is nested deeper than 12 (or holds itself), at a.a.a.a")]
    [InlineData("(function () { var a = {}; for (var i = 0; i < 10000; i++) a['f' + i] = i; return a; })()",
        "its data has more than 1000 values")]
    [InlineData("({ a: 'x'.repeat(40000) })", "its data is too long")]
    [InlineData("(function () { var a = {}; for (var i = 0; i < 900; i++) a[i] = 'x'.repeat(100); return a; })()", "its data is too long")]
    [InlineData("({ ['x'.repeat(300)]: 1 })", "its data has a name of 300 characters")]
    public void What_cannot_be_used_is_refused_with_a_reason(string data, string reason)
    {
        var result = Of(data);

        Assert.Equal(CodecFailure.BadResult, result.Failure);
        Assert.StartsWith(reason, result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Large_numbers_dates_and_bytes_have_a_form_in_json() => Assert.Equal(
        """{"big":"9007199254740993","at":"1970-01-01T00:00:01.000Z","never":null,"bytes":[1,255]}""",
        Encoding.UTF8.GetString(Of(
            "{ big: 9007199254740993n, at: new Date(1000), never: new Date(NaN), bytes: new Uint8Array([1, 255]) }").Json));

    private static CodecResult Of(string data) => Run($"return {{ data: {data} }};");

    private static CodecResult Run(string body) =>
        new CodecEngine(new("x.js", $"function decodeUplink(input) {{ {body} }}"))
            .Run(new(IsEncoding: false, [], 1, NodaConstants.UnixEpoch));
}
