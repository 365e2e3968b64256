using System.Net;
using Polly;
using Polly.Retry;

namespace Estate.Adapters.Influx;

/// <summary>
/// Writes lines in order. Of a refused batch the lines the server names are put aside, or it is halved until the bad lines
/// stand alone; a server in trouble is asked again with the same bytes, as late as it wishes (<c>Retry-After</c>).
/// </summary>
public sealed class InfluxWriter : IDisposable
{
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(30);

    /// <summary>A server may ask for patience, not for eternity.</summary>
    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromMinutes(5);

    private readonly ILineSender _sender;
    private readonly ResiliencePipeline<LineAnswer> _retry;

    /// <param name="sender">Belongs to the writer from now on.</param>
    /// <param name="attempts">Tries per request before a batch is given back; 1 for none again.</param>
    public InfluxWriter(ILineSender sender, TimeProvider time, int attempts = 4)
    {
        _sender = sender;
        _retry = attempts == 1 ? ResiliencePipeline<LineAnswer>.Empty : Retry(time, attempts - 1);
    }

    /// <summary>Over plain HTTP.</summary>
    public InfluxWriter(InfluxTarget target, HttpMessageHandler handler, TimeProvider time, int attempts = 4)
        : this(new HttpLineSender(target, handler, time), time, attempts)
    {
    }

    public async Task<WriteReport> WriteAsync(IReadOnlyList<string> lines, CancellationToken stop)
    {
        var rejected = new List<string>();
        var stored = 0;
        // Depth first, left half first: order is kept within every series.
        var todo = new Stack<IReadOnlyList<string>>();
        if (lines.Count > 0)
            todo.Push(lines);
        while (todo.TryPop(out var part))
        {
            var answer = await _retry.ExecuteAsync(async token => await _sender.SendAsync(part, token), stop);
            var verdict = VerdictOf(answer);
            if (verdict == WriteVerdict.Stored)
                stored += part.Count;
            else if (verdict != WriteVerdict.Bisect)
                return new(stored, rejected, Problem(answer)) { NeedsPerson = verdict == WriteVerdict.Stop };
            else if (part.Count == 1)
                rejected.Add(part[0]);
            else
                foreach (var piece in Pieces(part, answer.RejectedLines, rejected))
                    todo.Push(piece);
        }
        return new(stored, rejected, null);
    }

    /// <inheritdoc cref="ILineSender.PrepareAsync"/>
    public Task<string?> PrepareAsync(CancellationToken stop) => _sender.PrepareAsync(stop);

    public void Dispose() => _sender.Dispose();

    /// <summary>
    /// What of a refused part is sent again, last first. A server that names bad lines has taken the others, but it names the
    /// first hundred only: they are sent until it says that it has them.
    /// </summary>
    private static IReadOnlyList<string>[] Pieces(IReadOnlyList<string> part, IReadOnlyList<int> named, List<string> rejected)
    {
        var half = part.Count / 2;
        if (named.Count == 0 || named.Any(number => number < 1 || number > part.Count))
            return [[.. part.Skip(half)], [.. part.Take(half)]];
        rejected.AddRange(named.Select(number => part[number - 1]));
        var bad = named.ToHashSet();
        return bad.Count == part.Count ? [] : [[.. part.Where((_, index) => !bad.Contains(index + 1))]];
    }

    private string Problem(LineAnswer answer) => answer switch
    {
        { Status: { }, Problem: { } stranger } => stranger,
        { Status: { } status } => InfluxTarget.Explain(_sender.Server, status),
        _ => $"{_sender.Server}: {answer.Problem}",
    };

    /// <summary>Without a status the outcome is unknown.</summary>
    private static WriteVerdict VerdictOf(LineAnswer answer) => answer switch
    {
        { Status: null } => WriteVerdict.Retry,
        { Problem: not null } => WriteVerdict.Stop,
        _ => InfluxTarget.VerdictOf(answer.Status.Value),
    };

    private static ResiliencePipeline<LineAnswer> Retry(TimeProvider time, int retries) =>
        new ResiliencePipelineBuilder<LineAnswer> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<LineAnswer>
            {
                ShouldHandle = new PredicateBuilder<LineAnswer>().HandleResult(answer => VerdictOf(answer) == WriteVerdict.Retry),
                MaxRetryAttempts = retries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = TimeSpan.FromMilliseconds(250),
                MaxDelay = MaxDelay,
                DelayGenerator = arguments => ValueTask.FromResult(RetryAfter(arguments.Outcome.Result)),
            })
            .Build();

    private static TimeSpan? RetryAfter(LineAnswer? answer) =>
        answer is { Status: HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable, RetryAfter: { } wait }
            ? TimeSpan.FromTicks(Math.Clamp(wait.Ticks, 0, MaxRetryAfter.Ticks))
            : null;
}
