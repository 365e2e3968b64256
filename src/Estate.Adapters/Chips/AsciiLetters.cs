using Estate.Domain.Devices;

namespace Estate.Adapters.Chips;

/// <summary>What displays can show whose letters are ASCII: what is longer or has none is shown as what it means at an entrance.</summary>
internal static class AsciiLetters
{
    internal static string Of(string text, int most) =>
        text == ShownText.Full ? "FULL" : text.Length <= most && text.All(char.IsAscii) ? text : ShownText.Unknown;
}
