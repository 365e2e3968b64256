using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Web.Points;

/// <summary>How far a proposal is compared with what happened in a period.</summary>
internal sealed class ComparisonProgress(Interval period)
{
    private volatile int _percent;

    internal Interval Period => period;

    internal int Percent => _percent;

    /// <summary>Notes how far it is, as the facts of the period pass.</summary>
    internal IEnumerable<Fact> Follow(IEnumerable<Fact> facts) => facts.Select(fact =>
    {
        _percent = (int)Math.Clamp(100 * ((fact.Time.At - period.Start) / period.Duration), 0, 99);
        return fact;
    });
}
