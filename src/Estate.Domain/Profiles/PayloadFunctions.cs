using System.Buffers.Binary;
using System.Globalization;
using Estate.Domain.Rules.Cel;

namespace Estate.Domain.Profiles;

/// <summary>
/// What expressions read of bytes: numbers at a place, counted from 0, or from the end where it is negative; or of a tagged part,
/// <c>u16le('0367')</c>, and a place within it. What is not there is unknown.
/// </summary>
internal static class PayloadFunctions
{
    private delegate double Read(ReadOnlySpan<byte> bytes);

    private static readonly (string Name, int Size, Read Read)[] Numbers =
    [
        ("u8", 1, bytes => bytes[0]), ("i8", 1, bytes => unchecked((sbyte)bytes[0])),
        ("u16be", 2, bytes => BinaryPrimitives.ReadUInt16BigEndian(bytes)),
        ("u16le", 2, bytes => BinaryPrimitives.ReadUInt16LittleEndian(bytes)),
        ("i16be", 2, bytes => BinaryPrimitives.ReadInt16BigEndian(bytes)),
        ("i16le", 2, bytes => BinaryPrimitives.ReadInt16LittleEndian(bytes)),
        ("u32be", 4, bytes => BinaryPrimitives.ReadUInt32BigEndian(bytes)),
        ("u32le", 4, bytes => BinaryPrimitives.ReadUInt32LittleEndian(bytes)),
        ("i32be", 4, bytes => BinaryPrimitives.ReadInt32BigEndian(bytes)),
        ("i32le", 4, bytes => BinaryPrimitives.ReadInt32LittleEndian(bytes)),
        ("f32be", 4, bytes => BinaryPrimitives.ReadSingleBigEndian(bytes)),
        ("f32le", 4, bytes => BinaryPrimitives.ReadSingleLittleEndian(bytes)),
    ];

    /// <summary>By name; <paramref name="tags"/> is null for a payload without tagged parts.</summary>
    internal static Dictionary<string, CelHook> Hooks(PayloadTags? tags)
    {
        var hooks = Numbers.ToDictionary(one => one.Name, one => Number(one.Name, one.Size, one.Read, tags));
        hooks["bit"] = Bits("bit", tags);
        hooks["bits"] = Bits("bits", tags);
        hooks["length"] = arguments => arguments.Count == 0
            ? new("length", CelType.Double, frame => CelValue.Of((double)In(frame).Length))
            : Part("length", arguments, tags) is var (place, _)
                ? new("length", CelType.Double, frame => CelValue.Of((double)Math.Max(0, In(frame).Parts[place].Length)))
            : throw new FormatException("length() is of the payload, length('0367') of a tagged part");
        hooks["has_tag"] = arguments => Part("has_tag", arguments, tags) is var (place, _)
            ? new("has_tag", CelType.Bool, frame => CelValue.Of(In(frame).Parts[place].Length >= 0))
            : throw new FormatException("has_tag needs a tag, such as has_tag('0367')");
        return hooks;
    }

    private static CelHook Number(string name, int size, Read read, PayloadTags? tags) => arguments =>
    {
        var (place, at) = Where(name, arguments, tags);
        var missing = CelValue.Unknown($"{name}({string.Join(", ", arguments.Select(one => one.Text))})");
        return new(name, CelType.Double, frame =>
            Slice(In(frame), place, at, size, out var bytes) && read(bytes) is var number && double.IsFinite(number) ? CelValue.Of(number)
            : missing);
    };

    /// <summary>bit(at, n) and bits(at, from, count); bit 0 is the lowest.</summary>
    private static CelHook Bits(string name, PayloadTags? tags) => arguments =>
    {
        var isOne = name == "bit";
        var wanted = isOne ? 1 : 2;
        if (arguments.Count < wanted + 1 || Whole(arguments[^wanted]) is not (>= 0 and <= 7 and var from)
            || (isOne ? 1 : Whole(arguments[^1])) is not (>= 1 and <= 8 and var count))
            throw new FormatException(isOne ? "bit needs a place and a bit, 0 the lowest: bit(0, 7)"
                : "bits needs a place, the lowest bit and how many: bits(0, 4, 3)");
        var (place, at) = Where(name, [.. arguments.Take(arguments.Count - wanted)], tags);
        var (missing, mask) = (CelValue.Unknown(name), (1 << count) - 1);
        return new(name, isOne ? CelType.Bool : CelType.Double, frame =>
            !Slice(In(frame), place, at, 1, out var bytes) ? missing
            : isOne ? CelValue.Of((bytes[0] >> from & 1) == 1) : CelValue.Of((double)(bytes[0] >> from & mask)));
    };

    private static (int Place, int At) Where(string name, IReadOnlyList<(string Text, CelValue? Constant)> arguments, PayloadTags? tags) =>
        arguments is [{ Constant: { Kind: CelKind.Double } }] && Whole(arguments[0]) is { } at ? (-1, at)
        : Part(name, arguments, tags) ?? throw new FormatException(
            $"{name} needs a place, such as {name}(0) or from the end {name}(-1)"
            + (tags is null ? "" : $", or a tag, such as {name}('0367') or {name}('0367', 1)"));

    private static (int Place, int At)? Part(string name, IReadOnlyList<(string Text, CelValue? Constant)> arguments, PayloadTags? tags)
    {
        if (arguments is not [{ Constant: { Kind: CelKind.String } written }, ..] || arguments.Count > 2
            || (arguments.Count == 2 ? Whole(arguments[1]) : 0) is not { } at)
            return null;
        if (tags is null)
            throw new FormatException($"{name}({arguments[0].Text}) reads a tagged part; say how they lie with 'tags:'");
        if (!int.TryParse(written.AsText, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var tag))
            throw new FormatException($"'{written.AsText}' is no tag; write its hexadecimal digits, such as '0367'");
        if (!tags.Knows(tag))
            throw new FormatException($"the length of tag '{written.AsText}' is not among 'lengths:'");
        return (tags.PlaceOf(tag), at);
    }

    private static int? Whole((string Text, CelValue? Constant) argument) =>
        argument.Constant is { Kind: CelKind.Double, AsDouble: >= -1000 and <= 1000 and var number } && number == Math.Floor(number)
            ? (int)number : null;

    private static bool Slice(ProfileFrame frame, int place, int at, int size, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        var (from, length) = place < 0 ? (0, frame.Length) : frame.Parts[place];
        if (at < 0)
            at += length;
        if (at < 0 || at + size > length)
            return false;
        bytes = frame.Bytes.AsSpan(from + at, size);
        return true;
    }

    private static ProfileFrame In(CelFrame frame) => (ProfileFrame)frame.Subject!;
}
