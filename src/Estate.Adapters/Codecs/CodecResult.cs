using System.Text;

namespace Estate.Adapters.Codecs;

/// <summary>Why a codec's answer was not taken.</summary>
public enum CodecFailure
{
    None,

    /// <summary>It says itself that the message cannot be read, as it may.</summary>
    Refused,

    /// <summary>What it returned cannot be used.</summary>
    BadResult,

    /// <summary>What was handed to it is beyond its bounds.</summary>
    BadInput,

    /// <summary>It is not JavaScript, or lacks the function.</summary>
    BadCodec,

    Threw,
    TookTooLong,
    TookTooMuch,

    /// <summary>It ended the process it runs in.</summary>
    Crashed,

    /// <summary>It failed too often and is not called for a while.</summary>
    Stopped,

    /// <summary>Too many messages wait for a codec.</summary>
    Busy,
}

/// <summary>What became of one call.</summary>
/// <param name="Json">A UTF-8 object: of a decoder the data, of an encoder <c>{"bytes","fPort"}</c>. Empty after a failure.</param>
/// <param name="Text">The reason of a failure, or what was left out of the result and the codec's own warnings.</param>
public readonly record struct CodecResult(CodecFailure Failure, byte[] Json, string? Text)
{
    public static CodecResult Failed(CodecFailure failure, string reason) => new(failure, [], Shorten(reason));

    public static CodecResult Of(byte[] json, string? notes) => new(CodecFailure.None, json, notes is null ? null : Shorten(notes));

    public bool IsGood => Failure == CodecFailure.None;

    /// <summary>The codec's mistake, not the message's or ours.</summary>
    public bool IsTheCodecs => Failure is CodecFailure.BadCodec or CodecFailure.Threw or CodecFailure.TookTooLong
        or CodecFailure.TookTooMuch or CodecFailure.Crashed;

    /// <summary>One line of bounded length: a codec's texts are anybody's.</summary>
    internal static string Shorten(string text)
    {
        var line = new StringBuilder(Math.Min(text.Length, CodecLimits.MaxText));
        foreach (var letter in text)
        {
            if (line.Length >= CodecLimits.MaxText)
                return line.Append('…').ToString();
            line.Append(char.IsControl(letter) || char.IsSurrogate(letter) ? ' ' : letter);
        }
        return line.ToString();
    }
}
