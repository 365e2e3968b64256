using System.Collections.Immutable;

namespace Estate.Domain.Devices;

/// <summary>What a device shows for one of its events: a result word, numbers of that result, a line of text.</summary>
public sealed record Answer(string Result, Text Text, ImmutableArray<(string Name, int Value)> Numbers)
{
    public static readonly Answer Recorded = new("recorded", new("已记录", "Recorded"), []);

    public static Answer Refused(Rejection rejection) =>
        new("refused", new("无法处理，请联系物业", "Not accepted, please ask the property office"), [])
        {
            Reason = rejection.Reason,
            Detail = rejection.Detail
        };

    /// <summary>Why, for a refusal: a word of <see cref="RejectReason"/>.</summary>
    public string? Reason { get; init; }

    public string? Detail { get; init; }
}
