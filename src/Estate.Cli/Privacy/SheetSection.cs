using Estate.Domain.Devices;

namespace Estate.Cli.Privacy;

/// <summary>A part of the audit's sheet, in both languages line by line.</summary>
internal sealed record SheetSection(Text Title, IReadOnlyList<Text> Lines);
