using Estate.Domain.Devices;

namespace Estate.Gateway.Pipeline.Notify;

/// <summary>
/// So many in any minute. A quarter is kept for what is urgent: the next fire must not wait for what was told before it.
/// </summary>
internal sealed class SendLimit(int perMinute, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Queue<long> _sent = [];

    internal void Count()
    {
        if (perMinute != int.MaxValue)
            _sent.Enqueue(time.GetTimestamp());
    }

    /// <summary>How long until one of that severity may go; zero for now.</summary>
    internal TimeSpan WaitFor(Severity severity)
    {
        while (_sent.TryPeek(out var oldest) && time.GetElapsedTime(oldest) >= Window)
            _sent.Dequeue();
        var allowed = severity == Severity.High ? perMinute : perMinute - (perMinute / 4);
        return _sent.Count < allowed ? TimeSpan.Zero : Window - time.GetElapsedTime(_sent.ElementAt(_sent.Count - allowed));
    }
}
