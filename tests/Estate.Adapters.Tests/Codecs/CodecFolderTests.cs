using Estate.Adapters.Codecs;
using NodaTime;
using Xunit;

namespace Estate.Adapters.Tests.Codecs;

/// <summary>Makers' own test cases, with a codec of ours.</summary>
public sealed class CodecFolderTests : IDisposable
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 30, 8, 0);
    private readonly string _folder = Directory.CreateTempSubdirectory("codecs").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Cases_are_javascript_and_numbers_are_compared_as_numbers()
    {
        Write("level.js", """
            function decodeUplink(input) { return { data: { cm: input.bytes[0] / 3, text: undefined } }; }
            function encodeDownlink(input) { return { bytes: [input.data.cm] }; }
            """);
        Write("test_decode_level.json", """
            [ { name: "hexadecimal", input: { fPort: 0x02, bytes: [0x0A] }, expected: { data: { cm: 3.33333333333 } } }, // a comment
              { name: "wrong", input: { fPort: 2, bytes: [10] }, expected: { data: { cm: 3.3334 } } } ]
            """);
        Write("test_encode_level.json", """[{ "name": "encoded", "input": { "data": { "cm": 7 } }, "expected": { "bytes": [7] } }]""");

        var cases = CodecCaseRunner.Run(CodecFolder.Find(_folder), Now).ToList();

        Assert.Equal(["hexadecimal", "wrong", "encoded"], cases.Select(one => one.Name));
        Assert.Equal(
            [null, """expected {"data":{"cm":3.3334}}, got {"data":{"cm":3.3333333333333335}}""", null], cases.Select(one => one.Problem));
    }

    [Fact]
    public void A_codec_that_completes_a_date_from_the_clock_is_run_at_the_time_its_result_names()
    {
        Write("day.js", "function decodeUplink(i) { var d = new Date(); d.setUTCHours(i.bytes[0], 0, 0, 0); return { data: { at: d } }; }");
        Write("test_decode_day.json", """
            [ { name: "then", input: { fPort: 1, bytes: [6] }, expected: { data: { at: "2024-02-29T06:00:00.000Z" } } },
              { name: "another hour", input: { fPort: 1, bytes: [7] }, expected: { data: { at: "2024-02-29T06:00:00.000Z" } } } ]
            """);

        Assert.Equal(
            [true, false], CodecCaseRunner.Run(CodecFolder.Find(_folder), Now).Select(one => one.Problem is null));
    }

    [Fact]
    public void What_cannot_be_run_is_a_failed_case_and_no_more()
    {
        Write("broken.js", "function (");
        Write("test_decode_broken.json", "[]");
        Write("endless.js", "function decodeUplink() { for (;;); }");
        Write("test_decode_endless.json", """[{ name: "a", input: { fPort: 1, bytes: [] }, expected: {} }]""");
        Write("fine.js", "function decodeUplink() { return {}; }");
        Write("test_decode_fine.json", "[{");
        Write("without-cases.js", "");

        var cases = CodecCaseRunner.Run(CodecFolder.Find(_folder), Now).ToList();

        Assert.Equal(3, cases.Count);
        Assert.All(cases, one => Assert.NotNull(one.Problem));
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);
}
