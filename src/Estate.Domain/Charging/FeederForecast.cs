using NodaTime;

namespace Estate.Domain.Charging;

/// <summary>A share of a feeder: watt, and how long it lasts; null: nobody knows.</summary>
internal readonly record struct Share(double Watt, Duration? Lasts);

/// <summary>
/// When the last in a line is probably started: what runs takes all its time, and who is ahead is started in turn, as soon as there is
/// room. Later than it will be for most, because most batteries are full before their time is over.
/// </summary>
internal static class FeederForecast
{
    /// <param name="line">Who waits, the first first, up to whom is asked about.</param>
    internal static Duration? Until(double limitW, IEnumerable<Share> running, IEnumerable<Share> line)
    {
        var ends = new PriorityQueue<double, Duration>();
        var (free, at) = (limitW, Duration.Zero);
        foreach (var share in running)
        {
            free -= share.Watt;
            if (share.Lasts is { } lasts)
                ends.Enqueue(share.Watt, lasts);
        }
        foreach (var share in line)
        {
            while (free < share.Watt)
            {
                if (!ends.TryDequeue(out var freed, out var end))
                    return null;
                (free, at) = (free + freed, Duration.Max(at, end));
            }
            free -= share.Watt;
            if (share.Lasts is { } lasts)
                ends.Enqueue(share.Watt, at + lasts);
        }
        return at;
    }
}
