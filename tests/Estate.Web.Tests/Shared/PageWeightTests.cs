using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Web.Tests.Shared;

/// <summary>
/// What a resident's phone must fetch for a page at its first visit, compressed, with everything it names; pictures of a handbook come
/// when they are scrolled to.
/// </summary>
public sealed partial class PageWeightTests(ITestOutputHelper output)
{
    private const int Limit = 60_000;

    [Fact]
    public async Task Every_resident_page_is_under_sixty_kilobytes_with_its_assets()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await gateway.PersonAsync("chen", "h1");
        using var browser = await gateway.BrowserOfAsync("chen");
        browser.DefaultRequestHeaders.AcceptEncoding.ParseAdd("br, gzip");
        foreach (var path in new[] { "/", "/points", "/my/charge", "/parking", "/parking/rules", "/sorting", "/gates/s-gate", "/chargers",
            "/plan", "/polls", "/notices", "/projects", "/wishes", "/funds", "/visits", "/decisions", "/me", "/login", "/join", "/help" })
        {
            var (html, weight) = await FetchAsync(browser, path);
            foreach (Match part in Part().Matches(html).Where(part => !part.Value.Contains("/pictures/", StringComparison.Ordinal)))
                weight += (await FetchAsync(browser, part.Groups[1].Value)).Bytes;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{path}: {weight} bytes"));
            Assert.True(weight < Limit, string.Create(CultureInfo.InvariantCulture, $"{path} weighs {weight} bytes"));
        }
    }

    private static async Task<(string Text, long Bytes)> FetchAsync(HttpClient browser, string path)
    {
        using var answer = await browser.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        var encoding = answer.Content.Headers.ContentEncoding.SingleOrDefault();
        using Stream plain = encoding switch
        {
            "br" => new System.IO.Compression.BrotliStream(new MemoryStream(bytes), System.IO.Compression.CompressionMode.Decompress),
            "gzip" => new System.IO.Compression.GZipStream(new MemoryStream(bytes), System.IO.Compression.CompressionMode.Decompress),
            _ => new MemoryStream(bytes),
        };
        using var reader = new StreamReader(plain);
        return (await reader.ReadToEndAsync(), bytes.Length);
    }

    [GeneratedRegex("(?:src|<link[^>]+href)=\"(/[^\"]+)\"")]
    private static partial Regex Part();
}
