using Estate.Domain.Devices;

namespace Estate.Domain.CallButtons;

/// <summary>What profiles can give of a button of another make, and how it can be told what to show or say, where it can.</summary>
internal static class ProfiledButton
{
    private const double ShownForSeconds = 300;

    private static readonly string[] Words = [.. Enum.GetValues<CallWord>().Select(one => WireName.Of(one))];

    internal static IReadOnlyList<ReadingShape> Readings { get; } =
    [
        new("press", [ReadingField.Word("button", Words), ReadingField.Number("held_ms", 0, ButtonPress.LongestMs)],
            values => values.Word(0) is { } word ? new ButtonPress((CallWord)Array.IndexOf(Words, word), values.Number(1) ?? 0) : null),
        new("button", [ReadingField.Flag("down"), ReadingField.Number("battery_pct", 0, 100)],
            values => new ButtonHeartbeat(values.Is(0)) { BatteryPct = values.Number(1) }),
    ];

    /// <summary>For a display or a voice; most have neither.</summary>
    internal static IReadOnlyList<OrderShape> Orders { get; } =
    [
        new("show", new Dictionary<string, double> { ["blank_after_s"] = ShownForSeconds }, ["text", "text_en", "voice", "voice_en"])
        { Limit = "blank_after_s" },
    ];
}
