using Polly;
using Polly.Retry;

namespace Estate.Adapters.Mqtt;

/// <summary>
/// The broker through MQTTnet, in MQTT 5. A message is acknowledged by its receipt, which is after the commit; what had none
/// comes again with the next connection. One loop connects, serves and connects again.
/// </summary>
public sealed class MqttNetBroker : IBrokerClient
{
    private readonly Lock _subscribing = new();
    private volatile BrokerSession _session;
    private volatile MqttNetConnection? _connection;
    private readonly TimeProvider _time;
    private readonly Outbox _outbox;
    private readonly ResiliencePipeline<MqttNetConnection?> _again;
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private BrokerEvents _events = BrokerEvents.Ignored;
    private LinkState? _current;
    private bool _isDisposed;

    public MqttNetBroker(BrokerSession session, TimeProvider time)
    {
        (_session, _time, _outbox) = (session, time, new(session.MaxUnacknowledged, time));
        _again = new ResiliencePipelineBuilder<MqttNetConnection?> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<MqttNetConnection?>
            {
                ShouldHandle = new PredicateBuilder<MqttNetConnection?>().HandleResult(connection => connection is null),
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = session.FirstReconnectDelay,
                MaxDelay = session.MaxReconnectDelay,
            })
            .Build();
    }

    public int Unacknowledged => _outbox.Count;

    public void Start(BrokerEvents events)
    {
        _events = events;
        _running = Task.Run(RunAsync);
    }

    public void Subscribe(IReadOnlyList<string> filters)
    {
        lock (_subscribing)
            _session = _session with { Filters = [.. _session.Filters.Union(filters)] };
        _connection?.Subscribe(filters);
    }

    public bool Publish(string topic, byte[] payload, bool retain = false, TimeSpan? expiry = null) =>
        topic.Length > 0 && topic.AsSpan().IndexOfAny("+#\0") < 0 && !_isDisposed
        && _outbox.TryAdd(new(topic, payload, retain, expiry is { } lasts ? EndOf(lasts) : null));

    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _stop.Cancel();
        _running.Wait();
        Become(new(IsReady: false, "stopped: stopped"));
        _outbox.Dispose();
        _stop.Dispose();
    }

    private long EndOf(TimeSpan lasts) => _time.GetTimestamp() + (long)(lasts.TotalSeconds * _time.TimestampFrequency);

    private async Task RunAsync()
    {
        var stop = _stop.Token;
        try
        {
            while (!stop.IsCancellationRequested)
            {
                using var connection = await _again.ExecuteAsync(async token => await TryConnectAsync(token), stop);
                Become(new(IsReady: false, $"disconnected: {await connection!.ServeAsync(Become, stop)}"));
                // Two gateways under one name would throw each other out as fast as they can.
                await Task.Delay(_session.FirstReconnectDelay, _time, stop);
            }
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            // Dispose: what was under way ends as the library has it, which is not always a cancellation.
        }
    }

    /// <summary>A client of its own for each connection: a receipt of an older one would acknowledge another message here.</summary>
    private async Task<MqttNetConnection?> TryConnectAsync(CancellationToken stop)
    {
        var connection = new MqttNetConnection(_session, _outbox, _time)
        {
            Received = _events.Received,
            Refused = _events.Refused,
            Filters = () => _session.Filters,
        };
        _connection = connection;
        if (await connection.OpenAsync(stop) is not { } problem)
            return connection;
        connection.Dispose();
        Become(new(IsReady: false, $"disconnected: {_session.Broker.Host}:{_session.Broker.Port}: {problem}"));
        return null;
    }

    private void Become(LinkState state)
    {
        if (_current == state)
            return;
        _current = state;
        _events.Changed(state);
    }
}
