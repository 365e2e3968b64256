using Estate.Domain.Devices;
using Estate.Domain.Rules.Cel;

namespace Estate.Domain.Profiles;

/// <summary>How a message's payload is taken.</summary>
internal enum MessageForm
{
    Json,
    Text,
    Bytes,
    Decoded,
}

/// <summary>One message of a profile, compiled. Any thread; reading it makes nothing but the readings.</summary>
internal sealed class ProfileMessage(MessageForm form)
{
    /// <summary>Of a device that is not in the inventory: every setting is as the profile has it.</summary>
    private static readonly DeviceSettings Nobody = new(default, new Dictionary<string, string>());

    private ProfileFrame? _spare;

    internal MessageForm Form => form;

    /// <summary>LoRaWAN ports; none: any.</summary>
    internal int[] Ports { get; init; } = [];
    internal required TextWords Words { get; init; }

    /// <summary>Its members, where it is JSON.</summary>
    internal JsonMembers? Members { get; init; }
    internal PayloadTags? Tags { get; init; }
    internal CelProgram? When { get; init; }
    internal CelProgram? Online { get; init; }
    internal required ProfileReading[] Gives { get; init; }

    internal bool IsDecoded => form == MessageForm.Decoded;

    internal bool Fits(MessageForm wanted, int port) =>
        (form == wanted || (wanted == MessageForm.Bytes && form == MessageForm.Text)) && (Ports.Length == 0 || Ports.Contains(port));

    /// <returns>False where it is another message.</returns>
    /// <exception cref="System.Text.Json.JsonException">Not JSON.</exception>
    /// <exception cref="FormatException">Not an object.</exception>
    internal bool Read<TSink>(ReadOnlySpan<byte> payload, int port, DeviceSettings settings, ref TSink sink)
        where TSink : struct, IProfileSink
    {
        var frame = Interlocked.Exchange(ref _spare, null)
            ?? new(Members?.Count ?? 1, Tags?.Count ?? 0, Gives.Select(one => one.Shape.Fields.Count).DefaultIfEmpty().Max());
        try
        {
            (frame.Port, frame.Settings) = (port, settings);
            if (!Take(payload, frame) || (When is not null && When.Test(frame.Cel) != CelTruth.True))
                return false;
            if (Online?.Test(frame.Cel) is { } online and (CelTruth.True or CelTruth.False))
                sink.OnOnline(online == CelTruth.True);
            foreach (var reading in Gives)
                reading.Read(frame, ref sink);
            return true;
        }
        finally
        {
            _spare = frame;
        }
    }

    /// <summary>What expressions read of a JSON message.</summary>
    /// <exception cref="System.Text.Json.JsonException">Not JSON.</exception>
    /// <exception cref="FormatException">Not an object.</exception>
    internal ProfileFrame FrameOf(ReadOnlySpan<byte> payload)
    {
        var frame = new ProfileFrame(Members!.Count, 0, 0) { Settings = Nobody };
        Take(payload, frame);
        return frame;
    }

    private bool Take(ReadOnlySpan<byte> payload, ProfileFrame frame)
    {
        switch (form)
        {
            case MessageForm.Bytes:
                frame.Take(payload);
                return Tags?.Find(payload, frame.Parts) ?? true;
            case MessageForm.Text:
                frame.Members[0] = Words.Of(payload);
                return true;
            default:
                Members!.Read(payload, frame.Members);
                return true;
        }
    }
}
