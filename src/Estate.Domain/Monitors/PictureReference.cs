namespace Estate.Domain.Monitors;

/// <summary>
/// Where a camera keeps its picture, never the picture: so short, and of such letters, that none fits in. Who may see it is the camera's
/// matter.
/// </summary>
internal static class PictureReference
{
    private const int Longest = 80;

    internal static bool IsOne(string text) =>
        text.Length is > 0 and <= Longest && !text.StartsWith("data:", StringComparison.OrdinalIgnoreCase)
            && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or ':' or '/' or '-');
}
