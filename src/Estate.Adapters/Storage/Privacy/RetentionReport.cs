using System.Globalization;

namespace Estate.Adapters.Storage.Privacy;

/// <summary>A run, and whether the log is empty, so that nothing of what went is left on the disk.</summary>
public sealed record RetentionReport(IReadOnlyList<RetentionLine> Lines, bool IsLogEmpty)
{
    public long Erased => Lines.Sum(line => line.Erased);
    public long Left => Lines.Sum(line => line.Left);

    /// <summary>In one line, for the audit.</summary>
    public override string ToString() =>
        string.Join(
            ", ", Lines.Where(line => line.Erased + line.Left > 0)
            .Select(line =>
                string.Create(CultureInfo.InvariantCulture, $"{line.Name} {line.Erased}{(line.Left > 0 ? $" LEFT {line.Left}" : "")}")))
        is { Length: > 0 } some ? some : "nothing was due";
}
