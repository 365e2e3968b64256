using System.Device.Gpio;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Estate.Adapters.Gpio;

/// <summary>The structures and numbers of linux/gpio.h, version 2 (kernel 5.10 and newer, little endian).</summary>
internal static class KernelAbi
{
    internal const int MaxLines = 64;
    private const int MaxAttributes = 10;

    internal const ulong Input = 1 << 2;
    internal const ulong Output = 1 << 3;
    internal const ulong EdgeRising = 1 << 4;
    internal const ulong EdgeFalling = 1 << 5;
    internal const ulong BiasPullUp = 1 << 8;
    internal const ulong BiasPullDown = 1 << 9;
    internal const ulong BiasDisabled = 1 << 10;

    internal const uint OutputValuesAttribute = 2;
    internal const uint DebounceAttribute = 3;

    internal const uint RisingEvent = 1;

    internal static readonly uint GetChipInfo = Number(isWritten: false, 0x01, Unsafe.SizeOf<ChipInfo>());
    internal static readonly uint GetLineInfo = Number(isWritten: true, 0x05, Unsafe.SizeOf<LineInfo>());
    internal static readonly uint GetLine = Number(isWritten: true, 0x07, Unsafe.SizeOf<Request>());
    internal static readonly uint SetConfig = Number(isWritten: true, 0x0D, Unsafe.SizeOf<Config>());
    internal static readonly uint GetValues = Number(isWritten: true, 0x0E, Unsafe.SizeOf<Values>());
    internal static readonly uint SetValues = Number(isWritten: true, 0x0F, Unsafe.SizeOf<Values>());

    /// <summary>A structure of the wrong size would be read as another one by the kernel.</summary>
    /// <exception cref="PlatformNotSupportedException">This machine lays the structures out differently.</exception>
    internal static void Check()
    {
        var sizes = (
            Unsafe.SizeOf<ChipInfo>(), Unsafe.SizeOf<LineInfo>(), Unsafe.SizeOf<Request>(), Unsafe.SizeOf<Values>(),
            Unsafe.SizeOf<Event>());
        if (sizes != (68, 256, 592, 16, 48) || !BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException($"GPIO structures have the sizes {sizes} here, not those of linux/gpio.h");
    }

    internal static ulong Bias(PinBias bias) => bias switch
    {
        PinBias.PullUp => BiasPullUp,
        PinBias.PullDown => BiasPullDown,
        PinBias.Disabled => BiasDisabled,
        _ => 0,
    };

    internal static ulong Edges(PinEventTypes types) =>
        ((types & PinEventTypes.Rising) != 0 ? EdgeRising : 0) | ((types & PinEventTypes.Falling) != 0 ? EdgeFalling : 0);

    /// <summary>The generic _IOC of x86, arm and arm64.</summary>
    private static uint Number(bool isWritten, uint number, int size) =>
        ((isWritten ? 3u : 2u) << 30) | ((uint)size << 16) | (0xB4u << 8) | number;

    [InlineArray(32)]
    internal struct Text
    {
        private byte _first;

        public readonly override string ToString()
        {
            ReadOnlySpan<byte> bytes = this;
            var end = bytes.IndexOf((byte)0);
            return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
        }
    }

    [InlineArray(MaxLines)]
    internal struct Offsets
    {
        private uint _first;
    }

    [InlineArray(MaxAttributes)]
    internal struct ConfigAttributes
    {
        private ConfigAttribute _first;
    }

    [InlineArray(MaxAttributes)]
    internal struct Attributes
    {
        private Attribute _first;
    }

    [InlineArray(4)]
    internal struct Padding4
    {
        private uint _first;
    }

    [InlineArray(5)]
    internal struct Padding5
    {
        private uint _first;
    }

    [InlineArray(6)]
    internal struct Padding6
    {
        private uint _first;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct ChipInfo
    {
        public Text Name;
        public Text Label;
        public uint Lines;
    }

    /// <summary>The value is a union: flags, values, or a debounce period in microseconds in its lower half.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Attribute
    {
        public uint Id;
        public uint Padding;
        public ulong Value;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct ConfigAttribute
    {
        public Attribute Attribute;
        public ulong Mask;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct LineInfo
    {
        public Text Name;
        public Text Consumer;
        public uint Offset;
        public uint AttributeCount;
        public ulong Flags;
        public Attributes Attributes;
        public Padding4 Padding;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Config
    {
        public ulong Flags;
        public uint AttributeCount;
        public Padding5 Padding;
        public ConfigAttributes Attributes;

        /// <summary>One more attribute for the lines of <paramref name="mask"/>.</summary>
        internal void Add(uint id, ulong value, ulong mask) =>
            Attributes[(int)AttributeCount++] = new() { Attribute = new() { Id = id, Value = value }, Mask = mask };
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Request
    {
        public Offsets Offsets;
        public Text Consumer;
        public Config Config;
        public uint LineCount;
        public uint EventBufferSize;
        public Padding5 Padding;
        public int Descriptor;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Values
    {
        public ulong Bits;
        public ulong Mask;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Event
    {
        public ulong TimestampNs;
        public uint Id;
        public uint Offset;
        public uint Number;
        public uint LineNumber;
        public Padding6 Padding;
    }
}
