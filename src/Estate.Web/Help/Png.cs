using System.Buffers.Binary;

namespace Estate.Web.Help;

/// <summary>What a page must know of a PNG before it is there.</summary>
internal static class Png
{
    private const int SizeAt = 16;

    /// <summary>In pixels. The first chunk of every PNG begins with them.</summary>
    internal static (int Width, int Height) SizeOf(string file)
    {
        Span<byte> head = stackalloc byte[SizeAt + 8];
        using var stream = File.OpenRead(file);
        stream.ReadExactly(head);
        return (BinaryPrimitives.ReadInt32BigEndian(head[SizeAt..]), BinaryPrimitives.ReadInt32BigEndian(head[(SizeAt + 4)..]));
    }
}
