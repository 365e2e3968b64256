using Estate.Adapters.History;

namespace Estate.Adapters.Influx;

/// <summary>What lies at a time-series server, to be read, looked through and forgotten.</summary>
public interface ISeriesStore : ISeriesHistory, IDisposable
{
    /// <summary>The names of all tags in the database, whoever wrote them.</summary>
    /// <exception cref="IOException">The server does not answer, or refuses; says which and why.</exception>
    Task<IReadOnlyCollection<string>> TagsAsync(CancellationToken stop);

    /// <summary>Deletes every point of this estate that has the tag, whatever its value.</summary>
    /// <exception cref="IOException">The server does not answer, refuses, or cannot forget; says which and why.</exception>
    Task ForgetAsync(string tag, CancellationToken stop);
}
