using System.Security.Cryptography;
using Estate.Gateway.Backup;
using Xunit;

namespace Estate.Gateway.Tests.Backup;

/// <summary>Whatever happens to a sealed file between writing and reading shows.</summary>
public sealed class SealingTests
{
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);

    public static TheoryData<int> Sizes =>
        [0, 1, 1000, Sealing.Piece - 1, Sealing.Piece, Sealing.Piece + 1, 2 * Sealing.Piece, (3 * Sealing.Piece) + 77];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Sealed_data_round_trips(int size)
    {
        var content = RandomNumberGenerator.GetBytes(size);
        foreach (var step in new[] { 1_000_000, 4096, 777 })
            Assert.Equal(content, Open(Seal(content, step)));
        if (size > 32)
            Assert.NotEqual(Seal(content, 4096).AsSpan(0, 32).ToArray(), content.Take(32).ToArray());
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Truncation_is_detected_at_every_length(int size)
    {
        var closed = Seal(RandomNumberGenerator.GetBytes(size), 4096);
        var places = Enumerable.Range(0, 40).Select(_ => RandomNumberGenerator.GetInt32(closed.Length))
            .Concat(Enumerable.Range(0, closed.Length / (Sealing.Piece + Sealing.Tag))
            .Select(piece => (piece + 1) * (Sealing.Piece + Sealing.Tag))).Append(0).Append(closed.Length - 1);
        foreach (var place in places.Where(place => place < closed.Length))
            Assert.Contains("cut short", Assert.Throws<IOException>(() => Open(closed[..place])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_bit_piece_or_end_is_detected()
    {
        var closed = Seal(RandomNumberGenerator.GetBytes((2 * Sealing.Piece) + 500), 4096);
        for (var i = 0; i < 60; i++)
        {
            var damaged = closed.ToArray();
            damaged[RandomNumberGenerator.GetInt32(damaged.Length)] ^= (byte)(1 << RandomNumberGenerator.GetInt32(8));
            Assert.Throws<IOException>(() => Open(damaged));
        }
        const int piece = Sealing.Piece + Sealing.Tag;
        byte[] swapped = [.. closed[piece..(2 * piece)], .. closed[..piece], .. closed[(2 * piece)..]];
        Assert.Contains("is damaged", Assert.Throws<IOException>(() => Open(swapped)).Message, StringComparison.Ordinal);
        Assert.Throws<IOException>(() => Open([.. closed, 0]));
        Assert.Throws<IOException>(() => Open([.. closed[..piece], .. closed]));
    }

    private static byte[] Seal(byte[] content, int step)
    {
        using var file = new MemoryStream();
        using var closed = new SealingStream(file, Key);
        foreach (var part in content.Chunk(step))
            closed.Write(part);
        closed.Finish();
        return file.ToArray();
    }

    private static byte[] Open(byte[] closed)
    {
        using var file = new MemoryStream(closed);
        using var opened = new OpeningStream(file, Key, "file");
        using var content = new MemoryStream();
        opened.CopyTo(content);
        return content.ToArray();
    }
}
