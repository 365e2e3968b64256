using System.IO.Compression;

namespace Estate.Adapters.History;

/// <summary>Of one series, a row of time slots: for each field how many values a slot had, their sum, the least and the most.</summary>
internal sealed class RollupBlock(int fields, int slots)
{
    private const int Width = 4, Count = 0, Sum = 1, Min = 2, Max = 3;

    /// <summary>By field; null for one that nobody has measured, as of many devices.</summary>
    private readonly double[]?[] _cells = new double[fields][];

    internal int Slots => slots;

    /// <summary>So many values were counted.</summary>
    internal long Values => _cells.Sum(cells => cells is null ? 0 : (long)cells.Where((_, at) => at % Width == Count).Sum());

    internal void Add(int slot, int field, double value) => Add(slot, field, 1, value, value, value);

    /// <summary>Null where a slot has no value.</summary>
    internal (double Mean, double Least, double Most)? At(int slot, int field) =>
        _cells[field] is { } cells && slot * Width is var at && cells[at + Count] > 0
            ? (cells[at + Sum] / cells[at + Count], cells[at + Min], cells[at + Max]) : null;

    /// <summary>
    /// Puts all of another block of the same fields into this one, its slots from <paramref name="first"/> on, so many of them into one.
    /// </summary>
    internal void MergeFrom(RollupBlock other, int first, int intoOne)
    {
        for (var field = 0; field < fields; field++)
            if (other._cells[field] is { } cells)
                for (var slot = 0; slot < other.Slots; slot++)
                    if (slot * Width is var at && cells[at + Count] > 0 && first + (slot / intoOne) is >= 0 and var mine && mine < slots)
                        Add(mine, field, cells[at + Count], cells[at + Sum], cells[at + Min], cells[at + Max]);
    }

    internal byte[] Encode()
    {
        var (length, bytes) = (Bytes(slots), new byte[fields * Bytes(slots)]);
        for (var field = 0; field < fields; field++)
            if (_cells[field] is { } cells)
                Buffer.BlockCopy(cells, 0, bytes, field * length, length);
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            brotli.Write(bytes);
        return packed.ToArray();
    }

    /// <summary>Also one that was written before some of the fields were known; the new ones stand behind.</summary>
    /// <returns>Null where the bytes are not those of so many slots.</returns>
    internal static RollupBlock? Decode(byte[] packed, int fields, int slots)
    {
        var (block, length) = (new RollupBlock(fields, slots), Bytes(slots));
        var bytes = new byte[fields * length];
        try
        {
            using var brotli = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
            var read = brotli.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (read == 0 || read % length != 0)
                return null;
        }
        catch (Exception damaged) when (damaged is InvalidDataException or InvalidOperationException)
        {
            return null;
        }
        for (var field = 0; field < fields; field++)
            if (bytes.AsSpan(field * length, length).ContainsAnyExcept((byte)0))
                Buffer.BlockCopy(bytes, field * length, block.CellsOf(field), 0, length);
        return block;
    }

    private void Add(int slot, int field, double count, double sum, double least, double most)
    {
        var (cells, at) = (CellsOf(field), slot * Width);
        var isFirst = cells[at + Count] == 0;
        cells[at + Count] += count;
        cells[at + Sum] += sum;
        cells[at + Min] = isFirst ? least : Math.Min(cells[at + Min], least);
        cells[at + Max] = isFirst ? most : Math.Max(cells[at + Max], most);
    }

    private double[] CellsOf(int field) => _cells[field] ??= new double[slots * Width];

    private static int Bytes(int slots) => slots * Width * sizeof(double);
}
