using System.Buffers.Binary;

namespace Estate.Bench.Torture;

/// <summary>A SQLite write-ahead log: a header, then frames of a page each; those of the current round carry the header's salt.</summary>
internal sealed class LogFile(byte[] bytes)
{
    private const int Header = 32, FrameHeader = 24, PageSizeAt = 8;

    private int Frame => FrameHeader + BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(PageSizeAt));

    /// <summary>Where the last committed transaction ends; the header's end where there is none.</summary>
    internal int EndOfCommits
    {
        get
        {
            var end = Header;
            for (var at = Header; at + Frame <= bytes.Length && bytes.AsSpan(at + 8, 8).SequenceEqual(bytes.AsSpan(16, 8)); at += Frame)
                // The size of the database after the commit; zero in frames before the last of a transaction.
                if (BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at + 4)) != 0)
                    end = at + Frame;
            return end;
        }
    }

    /// <summary>A write that was under way when the power went: noise behind the last commit, torn anywhere.</summary>
    internal byte[] TornBehind(Random random)
    {
        var noise = new byte[random.Next(1, 8 * Frame)];
        random.NextBytes(noise);
        // Half of them begin like a frame of this round.
        if (random.Next(2) == 0 && noise.Length > Frame)
            bytes.AsSpan(Header, FrameHeader).CopyTo(noise);
        return [.. bytes.AsSpan(0, EndOfCommits), .. noise];
    }

    /// <summary>A disk that had not kept what it had promised: cut, or a sector of noise, somewhere among committed frames.</summary>
    internal byte[] TornWithin(Random random)
    {
        var at = random.Next(Header, EndOfCommits);
        if (random.Next(2) == 0)
            return bytes[..at];
        var torn = bytes.ToArray();
        random.NextBytes(torn.AsSpan(at, Math.Min(512, torn.Length - at)));
        return torn;
    }
}
