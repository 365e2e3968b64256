using System.Text;
using Estate.Adapters.Codecs;
using NodaTime;
using Xunit;

namespace Estate.Adapters.Tests.Codecs;

/// <summary>What Node 20 answers to the same.</summary>
public sealed class CodecBufferTests
{
    [Theory]
    [InlineData("Buffer.from([1, 2, 255]).readUInt16BE(1)", "767")]
    [InlineData("Buffer.from([0xfe, 0xff]).readInt16LE(0)", "-2")]
    [InlineData("Buffer.from([0x12, 0x34, 0x56, 0xff]).readUInt32LE()", "4283839506")]
    [InlineData("Buffer.from([0x80]).readInt8(0)", "-128")]
    [InlineData("Buffer.from([0, 0, 0x80, 0x3f]).readFloatLE(0)", "1")]
    [InlineData("Buffer.from([0x40, 9, 0x21, 0xfb, 0x54, 0x44, 0x2d, 0x18]).readDoubleBE(0)", "3.141592653589793")]
    [InlineData("Number(Buffer.from([255, 255, 255, 255, 255, 255, 255, 254]).readBigInt64BE(0))", "-2")]
    [InlineData("Buffer.from([1, 2, 3, 4]).readUIntBE(1, 3)", "131844")]
    [InlineData("Buffer.from([0xff, 0xff, 0xfe]).readIntBE(0, 3)", "-2")]
    [InlineData("Buffer.from([0xfe, 0xff, 0xff]).readIntLE(0, 3)", "-2")]
    [InlineData("(b => [b.writeUInt16LE(0x1234, 1), b.toString('hex')].join())(Buffer.alloc(4))", "'3,00341200'")]
    [InlineData("(b => { b.writeInt32BE(-2, 0); b.writeFloatLE(1.5, 4); return b.toString('hex'); })(Buffer.alloc(8))",
        "'fffffffe0000c03f'")]
    [InlineData("(b => { b.writeIntBE(-3, 0, 3); return b.toString('hex'); })(Buffer.alloc(3))", "'fffffd'")]
    [InlineData("Buffer.from('0aFF', 'hex').toString('base64')", "'Cv8='")]
    [InlineData("Buffer.from('Cv8=', 'base64').toString('hex')", "'0aff'")]
    [InlineData("Buffer.from('_-8', 'base64url').toString('hex')", "'ffef'")]
    [InlineData("Buffer.from('水€𝄞').toString('hex')", "'e6b0b4e282acf09d849e'")]
    [InlineData("Buffer.from('e6b0b4e282acf09d849e', 'hex').toString()", "'水€𝄞'")]
    [InlineData("Buffer.from([0x41, 0xff, 0xe6, 0xb0]).toString('utf8')", "'A\\ufffd\\ufffd'")]
    [InlineData("Buffer.from([0xc8, 0x41]).toString('ascii') + Buffer.from([0xe9]).toString('latin1')", "'HAé'")]
    [InlineData("(b => { b.slice(1, 3)[0] = 9; return b[1]; })(Buffer.from([1, 2, 3]))", "9")]
    [InlineData("Buffer.from([1, 2, 3, 4]).subarray(-3, -1).toString('hex')", "'0203'")]
    [InlineData("Buffer.concat([Buffer.from([1]), Buffer.from([2, 3])]).toString('hex')", "'010203'")]
    [InlineData("Buffer.alloc(3, 'ab').toString()", "'aba'")]
    [InlineData("JSON.stringify(Buffer.from([1, 2]))", "'{\"type\":\"Buffer\",\"data\":[1,2]}'")]
    [InlineData("Buffer.isBuffer(Buffer.from([1]).map(x => x * 2)) && Buffer.isBuffer(new Buffer(3)) && !Buffer.isBuffer([1])", "true")]
    [InlineData("Buffer.from(new Uint8Array([5, 6]).buffer, 1, 1)[0]", "6")]
    [InlineData("Buffer.from([1, 2]).equals(Buffer.from([1, 2])) && Buffer.byteLength('水') === 3", "true")]
    [InlineData("Array.from(Buffer.from('ab')).join() + Buffer.from([1, 2, 3]).includes(2)", "'97,98true'")]
    public void Buffer_answers_as_nodes(string expression, string expected)
    {
        var result = Run($"return {{ data: {{ is: ({expression}) === {expected}, was: String({expression}) }} }};");

        Assert.StartsWith("""{"is":true""", Encoding.UTF8.GetString(result.Json) + result.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Buffer.from([1]).readUInt16BE(0)")]
    [InlineData("Buffer.from([1]).readUInt8(-1)")]
    [InlineData("Buffer.alloc(1).writeUInt8(256)")]
    [InlineData("Buffer.alloc(2).writeInt16BE(40000)")]
    public void Beyond_its_bounds_is_a_range_error(string expression) =>
        Assert.Contains("out of range", Run($"{expression}; return {{ data: {{}} }};").Text, StringComparison.Ordinal);

    [Fact]
    public void A_codec_with_a_Buffer_of_its_own_keeps_it()
    {
        var result = Run("return { data: { own: new Buffer(4).size } };", "function Buffer(size) { this.size = size; }");

        Assert.Equal("""{"own":4}""", Encoding.UTF8.GetString(result.Json));
    }

    [Fact]
    public void Its_console_says_nothing() =>
        Assert.True(Run("console.log('a'); console.error(1); console.warn(); return { data: {} };").IsGood);

    private static CodecResult Run(string body, string before = "") =>
        new CodecEngine(new("x.js", $"{before}\nfunction decodeUplink(input) {{ {body} }}"))
            .Run(new(IsEncoding: false, [], 1, NodaConstants.UnixEpoch));
}
