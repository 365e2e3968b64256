using System.Numerics;
using System.Security.Cryptography;
using Estate.Domain.Devices;

namespace Estate.Gateway.Pipeline.Devices;

/// <summary>
/// Which ids devices have ever used, in a few bits each (a Bloom filter): "never" is certain, anything else the store is asked about.
/// Before all
/// that the store holds was put in, nothing is certain. The loop and one who fills may use it at once.
/// </summary>
internal sealed class UsedIdFilter
{
    private const int Probes = 4, BitsPerId = 12, MinIds = 1_000_000, MaxIds = 8_000_000;
    private const ulong Prime = 0x100000001B3;

    private readonly ulong _seed = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
    private readonly ulong[] _words;
    private readonly ulong _mask;
    private volatile bool _isComplete;

    /// <param name="stored">
    /// How many there may be already; room is made for as many again, but for no more than 16 MiB hold. With more it is right as before,
    /// and asks more often.
    /// </param>
    internal UsedIdFilter(long stored)
    {
        var bits = BitOperations.RoundUpToPowerOf2((ulong)Math.Clamp(stored * 2, MinIds, MaxIds) * BitsPerId);
        (_words, _mask) = (new ulong[bits / 64], bits - 1);
    }

    /// <summary>All of the store is in it.</summary>
    internal bool IsComplete => _isComplete;

    internal long Bytes => _words.LongLength * sizeof(ulong);

    internal bool IsSurelyNew(DeviceId device, string id)
    {
        if (!_isComplete)
            return false;
        var hash = HashOf(device, id);
        for (var probe = 0; probe < Probes; probe++)
            if (BitAt(hash, probe) is var (word, bit) && (Volatile.Read(ref _words[word]) & bit) == 0)
                return true;
        return false;
    }

    internal void Add(DeviceId device, string id)
    {
        var hash = HashOf(device, id);
        for (var probe = 0; probe < Probes; probe++)
        {
            var (word, bit) = BitAt(hash, probe);
            Interlocked.Or(ref _words[word], bit);
        }
    }

    internal void Complete() => _isComplete = true;

    private (long Word, ulong Bit) BitAt(ulong hash, int probe)
    {
        var place = unchecked(hash + ((ulong)probe * ((hash >> 32) | 1))) & _mask;
        return ((long)(place / 64), 1UL << (int)(place % 64));
    }

    private ulong HashOf(DeviceId device, string id)
    {
        unchecked
        {
            var hash = Mixed(Mixed(Mixed(_seed, device.Kind) * Prime, device.Name) * Prime, id);
            // The last step of MurmurHash3: every letter moves every bit.
            hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCD;
            hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53;
            return hash ^ (hash >> 33);
        }
    }

    private static ulong Mixed(ulong hash, string text)
    {
        foreach (var letter in text)
            hash = unchecked((hash ^ letter) * Prime);
        return hash;
    }
}
