using Estate.Domain.Devices;

namespace Estate.Web.Board;

/// <summary>What fills the lobby's screen at a time, in both languages.</summary>
public sealed record BoardPanel(Text Title)
{
    /// <summary>Large, below the title.</summary>
    public string? Figure { get; init; }

    public IReadOnlyList<Text> Lines { get; init; } = [];

    /// <summary>As a QR code, for who wants to read on.</summary>
    public string? Link { get; init; }
}
