using System.Buffers.Binary;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Estate.Bench.Torture;

/// <summary>Which pages of a closed SQLite file belong to a table or an index, and how to spoil one.</summary>
internal static class DatabasePages
{
    private const byte InteriorIndex = 2, InteriorTable = 5;
    private const int PageSizeAt = 16;

    /// <summary>In bytes, as the file's header says.</summary>
    internal static int SizeIn(ReadOnlySpan<byte> file) => BinaryPrimitives.ReadUInt16BigEndian(file[PageSizeAt..]);

    /// <summary>Every table and index that has a page of its own.</summary>
    internal static IReadOnlyList<(string Name, int Root)> Trees(string database)
    {
        using var connection = new SqliteConnection($"Data Source={database};Mode=ReadOnly;Pooling=False");
        return [.. connection.Query<(string, long)>("SELECT name, rootpage FROM sqlite_schema WHERE rootpage > 0")
            .Select(one => (one.Item1, (int)one.Item2))];
    }

    /// <summary>The root and everything below it; overflow pages are left out.</summary>
    internal static IReadOnlyList<int> Of(byte[] file, int root)
    {
        var (pages, size) = (new List<int> { root }, SizeIn(file));
        for (var i = 0; i < pages.Count; i++)
        {
            var page = file.AsSpan((pages[i] - 1) * size, size);
            // The first page begins with the file's own header.
            var header = page[(pages[i] == 1 ? 100 : 0)..];
            if (header[0] is not (InteriorIndex or InteriorTable))
                continue;
            for (var cell = 0; cell < BinaryPrimitives.ReadUInt16BigEndian(header[3..]); cell++)
                pages.Add(BinaryPrimitives.ReadInt32BigEndian(page[BinaryPrimitives.ReadUInt16BigEndian(header[(12 + (2 * cell))..])..]));
            pages.Add(BinaryPrimitives.ReadInt32BigEndian(header[8..]));
        }
        return pages;
    }

    /// <summary>One of: a flipped byte anywhere, sixty-four of them, a sector of zeros, the whole page gone.</summary>
    internal static string Spoil(Span<byte> page, Random random)
    {
        switch (random.Next(4))
        {
            case 0:
                page[random.Next(page.Length)] ^= (byte)random.Next(1, 256);
                return "one byte";
            case 1:
                for (var i = 0; i < 64; i++)
                    page[random.Next(page.Length)] ^= (byte)random.Next(1, 256);
                return "64 bytes";
            case 2:
                page.Slice(512 * random.Next(page.Length / 512), 512).Clear();
                return "a sector";
            default:
                page.Clear();
                return "the page";
        }
    }
}
