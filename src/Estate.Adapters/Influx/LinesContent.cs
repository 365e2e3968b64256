using System.Net;
using System.Net.Http.Headers;

namespace Estate.Adapters.Influx;

/// <summary>Lines as the body of a request.</summary>
internal sealed class LinesContent : HttpContent
{
    private readonly LineBatch _lines;

    internal LinesContent(IEnumerable<string> lines)
    {
        _lines = lines as LineBatch ?? LineBatch.Of(lines);
        Headers.ContentType = new MediaTypeHeaderValue("text/plain") { CharSet = "utf-8" };
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => _lines.WriteToAsync(stream);

    protected override bool TryComputeLength(out long length)
    {
        length = _lines.Length;
        return true;
    }
}
