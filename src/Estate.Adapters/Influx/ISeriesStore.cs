using Estate.Adapters.History;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Adapters.Influx;

/// <summary>What lies at a time-series server, to be read, looked through and forgotten.</summary>
public interface ISeriesStore : ISeriesHistory, IDisposable
{
    /// <summary>Each sample as the server counts it: what it keeps twice comes twice. To count by, not to decide by.</summary>
    /// <exception cref="IOException">The past cannot be read; says from where and why.</exception>
    IAsyncEnumerable<Measurement> SamplesAsync(SeriesSchema series, Instant from, Instant until, CancellationToken stop) =>
        ReadAsync(series, from, until, stop);

    /// <summary>The names of all tags in the database, whoever wrote them.</summary>
    /// <exception cref="IOException">The server does not answer, or refuses; says which and why.</exception>
    Task<IReadOnlyCollection<string>> TagsAsync(CancellationToken stop);

    /// <summary>Deletes every point of this estate that has the tag, whatever its value.</summary>
    /// <exception cref="IOException">The server does not answer, refuses, or cannot forget; says which and why.</exception>
    Task ForgetAsync(string tag, CancellationToken stop);

    /// <summary>Deletes every point of this estate in some measurements, whatever its time.</summary>
    /// <exception cref="IOException">The server does not answer, refuses, or cannot delete; says which and why.</exception>
    Task DeleteAsync(IReadOnlyCollection<SeriesSchema> measurements, CancellationToken stop);
}
