using System.Text;
using NodaTime;

namespace Estate.Adapters.Codecs;

/// <summary>What the gateway and the process of the codecs say to each other, over its standard input and output.</summary>
internal static class CodecFrames
{
    internal const byte Codec = 1, Call = 2;

    internal static void Write(this BinaryWriter to, int number, Codec codec)
    {
        to.Write(Codec);
        to.Write(number);
        to.Write((byte)codec.Entry);
        to.WriteBytes(Encoding.UTF8.GetBytes(codec.Name));
        to.WriteBytes(Encoding.UTF8.GetBytes(codec.Source));
        to.Flush();
    }

    internal static void Write(this BinaryWriter to, int number, CodecCall call)
    {
        to.Write(Call);
        to.Write(number);
        to.Write(call.IsEncoding);
        to.Write(call.Port);
        to.Write(call.ReceivedAt.ToUnixTimeMilliseconds());
        to.WriteBytes(Encoding.UTF8.GetBytes(call.Variables ?? ""));
        to.WriteBytes(call.Bytes);
        to.Flush();
    }

    internal static void Write(this BinaryWriter to, CodecResult result)
    {
        to.Write((byte)result.Failure);
        to.WriteBytes(result.Json);
        to.WriteBytes(Encoding.UTF8.GetBytes(result.Text ?? ""));
        to.Flush();
    }

    internal static Codec ReadCodec(this BinaryReader from)
    {
        var entry = (CodecEntry)from.ReadByte();
        return new(from.ReadText(CodecLimits.MaxSourceBytes), from.ReadText(CodecLimits.MaxSourceBytes), entry);
    }

    internal static CodecCall ReadCall(this BinaryReader from)
    {
        var (isEncoding, port, at) = (from.ReadBoolean(), from.ReadInt32(), from.ReadInt64());
        var variables = from.ReadText(CodecLimits.MaxInputJson * 4);
        return new(isEncoding, from.ReadBytesUpTo(CodecLimits.MaxInputJson), port, Instant.FromUnixTimeMilliseconds(at),
            variables.Length == 0 ? null : variables);
    }

    /// <exception cref="InvalidDataException">It is no answer of ours.</exception>
    internal static CodecResult ReadResult(this BinaryReader from)
    {
        var failure = (CodecFailure)from.ReadByte();
        if (!Enum.IsDefined(failure))
            throw new InvalidDataException($"{failure} is no answer");
        var json = from.ReadBytesUpTo(2 * CodecLimits.MaxResultJson);
        var text = from.ReadText(CodecLimits.MaxText * 8);
        return new(failure, json, text.Length == 0 ? null : text);
    }

    private static void WriteBytes(this BinaryWriter to, byte[] bytes)
    {
        to.Write(bytes.Length);
        to.Write(bytes);
    }

    private static string ReadText(this BinaryReader from, int atMost) => Encoding.UTF8.GetString(from.ReadBytesUpTo(atMost));

    private static byte[] ReadBytesUpTo(this BinaryReader from, int atMost)
    {
        var length = from.ReadInt32();
        if (length < 0 || length > atMost)
            throw new InvalidDataException($"{length} bytes, at most {atMost}");
        var bytes = from.ReadBytes(length);
        return bytes.Length == length ? bytes : throw new EndOfStreamException();
    }
}
