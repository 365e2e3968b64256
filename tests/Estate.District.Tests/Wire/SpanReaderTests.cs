using System.Text;
using Estate.District.Wire;
using Xunit;

namespace Estate.District.Tests.Wire;

public sealed class SpanReaderTests
{
    private const string Fact =
        """{"n":5,"at":1772400000000,"received_at":1772400002000,"device":"bins/s1","slice":"bins","""
        + """ "type":"deposited","body":{"grams":500}}""";

    [Fact]
    public void A_span_is_read_with_times_in_UTC()
    {
        var span = Read(Span(Fact));
        Assert.Equal((0, 9), (span.After, span.Last));
        var fact = Assert.Single(span.Facts);
        Assert.Equal((5, DateTimeKind.Utc, """{"grams":500}"""), (fact.N, fact.At.Kind, fact.Body));
    }

    [Theory]
    [InlineData("\"schema\":1", "\"schema\":2", SpanException.Newer)]
    [InlineData("\"site\":\"estate-1\"", "\"site\":\"estate-2\"", SpanException.Foreign)]
    [InlineData("\"after\":0", "\"after\":12", SpanException.Malformed)]
    [InlineData("\"n\":5", "\"n\":10", SpanException.Malformed)]
    [InlineData("\"after\":0", "\"after\":5", SpanException.Malformed)]
    [InlineData("00112233445566aa", "../../etc", SpanException.Malformed)]
    [InlineData("{\"schema\"", "schema", SpanException.Malformed)]
    [InlineData("\"last\":9,", "", SpanException.Malformed)]
    public void What_is_no_span_of_this_estate_is_refused_with_the_reason(string from, string to, string code)
    {
        var refused = Assert.Throws<SpanException>(() => Read(Span(Fact).Replace(from, to, StringComparison.Ordinal)));
        Assert.Equal(code, refused.Code);
    }

    [Theory]
    [InlineData("1772400000000", "\"noon\"")]
    [InlineData("1772400000000", "9e18")]
    [InlineData("\"bins/s1\"", "\"a b\"")]
    [InlineData("\"body\":{\"grams\":500}", "\"body\":[]")]
    [InlineData("500", "\"\\u0000\"")]
    public void A_fact_that_is_none_is_bad_alone(string from, string to)
    {
        var (bad, good) = (Fact.Replace(from, to, StringComparison.Ordinal), Fact.Replace("\"n\":5", "\"n\":6", StringComparison.Ordinal));
        var span = Read(Span($"{bad},{good}"));
        Assert.Equal((5, 6), (Assert.Single(span.Bad).N, Assert.Single(span.Facts).N));
    }

    [Fact]
    public void A_body_of_a_megabyte_is_bad_alone_and_cut()
    {
        var span = Read(Span(Fact.Replace("500", $"\"{new string('a', 1_000_000)}\"", StringComparison.Ordinal)));
        Assert.True(Assert.Single(span.Bad).Raw.Length < 20_000);
    }

    [Fact]
    public void Any_bytes_are_a_span_or_refused()
    {
        var (random, good) = (new Random(7), Encoding.UTF8.GetBytes(Span(Fact)));
        for (var i = 0; i < 5_000; i++)
        {
            var bytes = (byte[])good.Clone();
            for (var j = random.Next(1, 4); j > 0; j--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                SpanReader.Read(bytes, "estate-1");
            }
            catch (SpanException)
            {
                // Refused with a reason.
            }
        }
    }

    private static string Span(string facts) =>
        $$"""{"schema":1,"site":"estate-1","epoch":"00112233445566aa","after":0,"last":9,"facts":[{{facts}}]}""";

    private static FactSpan Read(string json) => SpanReader.Read(Encoding.UTF8.GetBytes(json), "estate-1");
}
