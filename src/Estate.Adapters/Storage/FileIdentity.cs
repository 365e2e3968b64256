using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Estate.Adapters.Storage;

/// <summary>Which file it is, whatever its name: device and inode.</summary>
internal readonly partial record struct FileIdentity(ulong Device, ulong Inode)
{
    private const int AtWorkingFolder = -100, InodeMask = 0x100;

    // struct statx is the same on every architecture.
    private const int StatxBytes = 256, InodeAt = 32, DeviceMajorAt = 136, DeviceMinorAt = 140;

    /// <summary>Of what has that name now; null where nothing has it, or it cannot be seen.</summary>
    internal static FileIdentity? Of(string path)
    {
        Span<byte> stat = stackalloc byte[StatxBytes];
        if (Statx(AtWorkingFolder, path, 0, InodeMask, ref MemoryMarshal.GetReference(stat)) != 0)
            return null;
        var device = ((ulong)Read32(stat[DeviceMajorAt..]) << 32) | Read32(stat[DeviceMinorAt..]);
        return new(
            device, BitConverter.IsLittleEndian ? BinaryPrimitives.ReadUInt64LittleEndian(stat[InodeAt..])
            : BinaryPrimitives.ReadUInt64BigEndian(stat[InodeAt..]));
    }

    private static uint Read32(ReadOnlySpan<byte> at) =>
        BitConverter.IsLittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(at) : BinaryPrimitives.ReadUInt32BigEndian(at);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, ref byte buffer);
}
