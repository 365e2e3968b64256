using System.Net;

namespace Estate.Adapters.Influx;

/// <summary>What one attempt came to: the server's status, or null and why there was none; both where somebody else answered.</summary>
/// <param name="RetryAfter">How long the server asks to be left alone; null where it does not.</param>
public sealed record LineAnswer(HttpStatusCode? Status, string? Problem = null, TimeSpan? RetryAfter = null)
{
    /// <summary>Numbers, from 1, of lines the server names as bad: some or all of them. Empty where it does not say.</summary>
    public IReadOnlyList<int> RejectedLines { get; init; } = [];
}

/// <summary>Carries lines to a time-series server, one attempt a call; trying again and halving are the writer's.</summary>
public interface ILineSender : IDisposable
{
    /// <summary>Host and port, for people.</summary>
    string Server { get; }

    /// <exception cref="OperationCanceledException">Only when <paramref name="stop"/> asked for it.</exception>
    Task<LineAnswer> SendAsync(IEnumerable<string> lines, CancellationToken stop);

    /// <summary>
    /// Makes the server ready where it needs that: a database, how long it keeps what. A refusal is no obstacle: all may be there
    /// already, and the first write shows it.
    /// </summary>
    /// <returns>What was refused and why; null where nothing was.</returns>
    /// <exception cref="HttpRequestException">The server does not answer.</exception>
    Task<string?> PrepareAsync(CancellationToken stop);
}
