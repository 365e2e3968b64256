using System.Text.Json;
using Estate.Adapters.Codecs;
using Estate.Domain.Devices;
using Estate.Domain.Profiles;
using NodaTime;

namespace Estate.Adapters.Lorawan;

/// <summary>An uplink that its maker's codec has to read first, away from the thread that moves the estate.</summary>
public sealed record CodecUplink(DeviceSettings Settings, DeviceProfile Profile, Codec Codec, CodecCall Call, EventTime Time)
    : Signal(Time.ReceivedAt)
{
    public override Signal After(Duration held) => this with { Time = Time with { Held = held } };

    /// <summary>What the codec made of it, read by the profile.</summary>
    /// <returns>Null when all went well; what could be read is in the signals all the same.</returns>
    public Rejection? Read(CodecResult result, List<Signal> signals)
    {
        if (!result.IsGood)
            return new(RejectReason.CodecFailed, $"codec {Codec.Name}: {result.Text}");
        try
        {
            return Profile.ReadUplink(result.Json, Call.Port, isDecoded: true, new(Settings, Time), signals);
        }
        catch (JsonException)
        {
            return new(RejectReason.CodecFailed, $"codec {Codec.Name}: its data cannot be read");
        }
    }
}
