using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Adapters.History;

/// <summary>Where measurements of the past are read, oldest first.</summary>
public interface ISeriesHistory
{
    /// <exception cref="IOException">The past cannot be read; says from where and why.</exception>
    IAsyncEnumerable<Measurement> ReadAsync(SeriesSchema series, Instant from, Instant until, CancellationToken stop);
}
