using Estate.Domain.Devices;

namespace Estate.Adapters.Storage;

/// <summary>An entry of the journal as it was committed.</summary>
public sealed record CommittedFact(long N, Fact Fact, Fact? Concluded);

/// <summary>
/// The newest entries of the journal, in memory, for the one who follows it: without them every entry would be read back from the disk a
/// second after it was written. Bounded; who is further behind reads the journal. Any thread.
/// </summary>
public sealed class JournalTail
{
    private const int MaxFacts = 5_000;

    private readonly Lock _lock = new();
    private readonly Queue<CommittedFact> _facts = new();

    /// <summary>The newest that was ever added; 0 for none, and then nothing is known of the journal.</summary>
    private long _head;

    /// <summary>What is durable now.</summary>
    public void Add(CommitBatch batch)
    {
        lock (_lock)
            for (var i = 0; i < batch.Facts.Count; i++)
            {
                _head = batch.FirstNumber + i;
                _facts.Enqueue(new(_head, batch.Facts[i], batch.Conclusions.GetValueOrDefault(i)));
                if (_facts.Count > MaxFacts)
                    _facts.Dequeue();
            }
    }

    /// <summary>All behind one, which nobody needs any more; null where the journal has to be read.</summary>
    public IReadOnlyList<CommittedFact>? After(long n)
    {
        lock (_lock)
        {
            while (_facts.TryPeek(out var oldest) && oldest.N <= n)
                _facts.Dequeue();
            var isWhole = _facts.TryPeek(out var next) ? next.N == n + 1 : _head > 0 && _head == n;
            return isWhole ? [.. _facts] : null;
        }
    }
}
