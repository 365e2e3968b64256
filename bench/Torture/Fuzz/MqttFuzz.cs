using Estate.Bench.Harness;
using Estate.FirmwareSim;

namespace Estate.Bench.Torture.Fuzz;

/// <summary>Says spoilt messages over the real broker, each device under its own name.</summary>
internal sealed class MqttFuzz : IDisposable
{
    private const int MaxUnderWay = 200;
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(20);

    private readonly Dictionary<string, DeviceClient> _speakers = [];
    private readonly FuzzSource _source;
    private readonly FuzzTally _tally;
    private readonly TimeProvider _time;

    internal MqttFuzz(BenchEstate estate, FuzzTally tally, Random random, TimeProvider time)
    {
        var samples = FuzzSamples.Of(estate.Model, FuzzSamples.Recordings);
        (_source, _tally, _time) = (new(random, samples), tally, time);
        foreach (var name in samples.Select(sample => sample.Speaker).Distinct())
            _speakers.Add(name, new(new()
            {
                Host = "127.0.0.1",
                Port = estate.Port,
                ClientId = name,
                Credentials = new(name, estate.Passwords[name]),
                SessionExpiry = TimeSpan.Zero,
                MaxUnacknowledged = MaxUnderWay,
            }, time));
        foreach (var speaker in _speakers.Values)
            speaker.Start();
    }

    /// <summary>So many a second, until it is time.</summary>
    internal async Task RunAsync(double perSecond, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Beat, _time);
        var owed = 0.0;
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
                for (owed += perSecond * Beat.TotalSeconds; owed >= 1; owed--)
                    Say();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // It is time.
        }
    }

    public void Dispose()
    {
        foreach (var speaker in _speakers.Values)
            speaker.Dispose();
    }

    private void Say()
    {
        var message = _source.Next(_time.GetUtcNow().ToUnixTimeMilliseconds());
        if (_speakers[message.Speaker].Publish(message.Topic, message.Payload))
            _tally.Count(message.Way, "said");
    }
}
