using NodaTime;

namespace Estate.Domain.Approvals;

/// <summary>What binds somebody can be taken back for a while: older people press the wrong thing, and notice it later.</summary>
internal static class SecondThoughts
{
    /// <summary>By the stopwatch; a gateway that starts again in between ends it.</summary>
    public static readonly Duration Last = Duration.FromMinutes(10);
}
