using System.Text;
using Estate.Adapters.Influx;
using Xunit;

namespace Estate.Adapters.Tests.Influx;

public sealed class LineBatchTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(5_000, 90)]
    [InlineData(3, 40_000)]
    [InlineData(1_000, 32)]
    public async Task What_goes_over_the_wire_is_its_lines(int count, int longest)
    {
        var lines = Enumerable.Range(0, count).Select(i => new string('a', longest * (i % 7) / 6) + $"中{i}").ToList();
        var batch = LineBatch.Of(lines);
        using var content = new LinesContent(batch);
        var sent = await content.ReadAsByteArrayAsync();
        Assert.Equal(string.Join('\n', lines), Encoding.UTF8.GetString(sent));
        Assert.Equal(count == 0 ? 0 : sent.Length, content.Headers.ContentLength);
        Assert.Equal(lines, batch);
        Assert.Equal(lines.Count, batch.Count);
    }
}
