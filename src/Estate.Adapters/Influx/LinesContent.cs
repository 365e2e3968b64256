using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Estate.Adapters.Influx;

/// <summary>
/// Lines as the body of a request, encoded piece by piece: half a megabyte at once would go where only full collections clean up.
/// </summary>
internal sealed class LinesContent : HttpContent
{
    private const int PieceBytes = 32 * 1024, MaxBytesPerChar = 3;

    private readonly IEnumerable<string> _lines;

    internal LinesContent(IEnumerable<string> lines)
    {
        _lines = lines;
        Headers.ContentType = new MediaTypeHeaderValue("text/plain") { CharSet = "utf-8" };
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        _lines is LineBatch batch ? batch.WriteToAsync(stream) : EncodeAsync(stream);

    protected override bool TryComputeLength(out long length)
    {
        length = _lines is LineBatch batch ? batch.Length : _lines.Sum(line => (long)Encoding.UTF8.GetByteCount(line) + 1) - 1;
        return true;
    }

    private async Task EncodeAsync(Stream stream)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            var (used, isFirst) = (0, true);
            foreach (var line in _lines)
            {
                if (buffer.Length - used <= line.Length * MaxBytesPerChar)
                {
                    await stream.WriteAsync(buffer.AsMemory(0, used));
                    used = 0;
                    buffer = Fit(buffer, line);
                }
                if (!isFirst)
                    buffer[used++] = (byte)'\n';
                isFirst = false;
                used += Encoding.UTF8.GetBytes(line, buffer.AsSpan(used));
            }
            await stream.WriteAsync(buffer.AsMemory(0, used));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Fit(byte[] buffer, string line)
    {
        var needed = (line.Length * MaxBytesPerChar) + 1;
        if (buffer.Length >= needed)
            return buffer;
        ArrayPool<byte>.Shared.Return(buffer);
        return ArrayPool<byte>.Shared.Rent(needed);
    }
}
