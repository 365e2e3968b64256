using Polly;

namespace Estate.Mosquitto;

/// <summary>
/// An MQTT client over libmosquitto: MQTT 5 with a fall back to 3.1.1, a persistent session, TLS, reconnects with
/// jitter, resubscribes at each connect. One thread per client runs the network loop and all handlers.
/// libmosquitto acknowledges a QoS 1 message before it hands it over, so a handler that must not lose anything needs
/// an acknowledgement of its own above MQTT.
/// </summary>
public sealed class MosquittoClient : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    private readonly MosquittoClientOptions _options;
    private readonly TimeProvider _time;
    private readonly NativeClient _native;
    private readonly EchoProbe _echo;
    private readonly ResiliencePipeline<bool> _reconnect;
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;
    private readonly HashSet<int> _awaitedSubscriptions = [];
    private int _unacknowledged;
    private int? _connackReason;
    private volatile ConnectionChange _current = new(ConnectionState.Disconnected, "not started", IsMqtt5: true);
    private bool _mqtt5 = true;
    private bool _isDeaf;

    public MosquittoClient(MosquittoClientOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _echo = new EchoProbe(time, options.EchoInterval);
        _reconnect = ReconnectDelay.Build(options, time);
        _native = new NativeClient(options)
        {
            Connected = reason => _connackReason = reason,
            Published = OnPublished,
            Subscribed = OnSubscribed,
            Message = OnMessage,
        };
        _thread = new Thread(Run, maxStackSize: 256 * 1024) { IsBackground = true, Name = "mqtt " + options.ClientId };
    }

    /// <summary>Runs on the network thread; an exception here ends the process, so handlers catch their own.</summary>
    public MosquittoMessageHandler? MessageReceived { get; set; }

    public Action<ConnectionChange>? Changed { get; set; }

    /// <summary>The broker refused a publish (reason 0x80 and above, MQTT 5 only), often by its access list.</summary>
    public Action<string>? PublishRefused { get; set; }

    public ConnectionChange Current => _current;

    public int Unacknowledged => Volatile.Read(ref _unacknowledged);

    public void Start() => _thread.Start();

    /// <summary>Hands a message to libmosquitto; never blocks on the network.</summary>
    public PublishResult Publish(string topic, ReadOnlySpan<byte> payload, int qos = 1, bool retain = false)
    {
        if (Interlocked.Increment(ref _unacknowledged) > _options.MaxUnacknowledged)
        {
            Interlocked.Decrement(ref _unacknowledged);
            return PublishResult.QueueFull;
        }
        var result = _native.Publish(topic, payload, qos, retain);
        if (result != PublishResult.Accepted)
            Interlocked.Decrement(ref _unacknowledged);
        return result;
    }

    public void Dispose()
    {
        if (!_stop.IsCancellationRequested)
        {
            _stop.Cancel();
            _native.Disconnect();
            if (_thread.IsAlive && Thread.CurrentThread != _thread)
                _thread.Join();
            Become(ConnectionState.Stopped, "stopped");
        }
        _native.Dispose();
        _stop.Dispose();
    }

    private void Run()
    {
        var stop = _stop.Token;
        try
        {
            while (!stop.IsCancellationRequested)
            {
                _reconnect.Execute(_ => TryConnect(), stop);
                var code = LoopUntilBroken(stop);
                Become(ConnectionState.Disconnected, LibMosquitto.ErrorText(code));
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Dispose during a reconnect delay.
        }
    }

    private bool TryConnect()
    {
        _connackReason = null;
        _echo.Reset();
        _awaitedSubscriptions.Clear();
        _isDeaf = false;
        var code = _native.Connect(_mqtt5);
        var started = _time.GetTimestamp();
        while (code == LibMosquitto.Success && _connackReason is null && !_stop.IsCancellationRequested
            && _time.GetElapsedTime(started) < ConnectTimeout)
        {
            code = _native.Loop(100);
        }
        if (_connackReason == 0)
        {
            Become(ConnectionState.Connected, "connected");
            SubscribeAll();
            return true;
        }
        // A 3.1.1 broker answers MQTT 5 with 1 (its own code) or 0x84, or just hangs up.
        if (_mqtt5 && _connackReason is 1 or 0x84)
            _mqtt5 = false;
        var why = _connackReason is { } reason ? Refusal(reason) : Failure(code);
        Become(ConnectionState.Disconnected, $"{_options.Host}:{_options.Port}: {why}");
        return false;
    }

    /// <summary>4 and 5 are those of MQTT 3.1.1.</summary>
    private static string Refusal(int reason) => reason is 4 or 5 or 0x86 or 0x87
        ? "the broker refuses user name or password"
        : LibMosquitto.ReasonText(reason);

    private string Failure(int code) =>
        _options.Tls is { } tls && code is LibMosquitto.Tls or LibMosquitto.ConnectionLost && TlsDiagnosis.Explain(_options, tls, _time) is { } why ? why : LibMosquitto.ErrorText(code);

    private int LoopUntilBroken(CancellationToken stop)
    {
        var code = LibMosquitto.Success;
        var connected = _time.GetTimestamp();
        while (code == LibMosquitto.Success && !stop.IsCancellationRequested)
        {
            code = _native.Loop(250);
            if (_isDeaf && _time.GetElapsedTime(connected) > _options.EchoInterval)
                _native.Disconnect();
            if (_options.EchoTopic is not { } topic || _awaitedSubscriptions.Count > 0)
                continue;
            if (_echo.IsLost)
            {
                Become(ConnectionState.Disconnected, "own echo did not come back");
                _native.Disconnect();
            }
            else if (_echo.IsDue)
                Publish(topic, _echo.Next());
        }
        return code;
    }

    private void SubscribeAll()
    {
        var wanted = _options.EchoTopic is { } echo ? _options.Subscriptions.Append((echo, 1)) : _options.Subscriptions;
        foreach (var (filter, qos) in wanted)
            if (_native.Subscribe(filter, qos) is { } mid)
                _awaitedSubscriptions.Add(mid);
        BecomeReadyIfProven();
    }

    private void OnSubscribed(int mid, bool granted)
    {
        _awaitedSubscriptions.Remove(mid);
        if (!granted)
        {
            // Up, but hearing nothing: never ready, and tried anew with the next connection.
            _isDeaf = true;
            Become(ConnectionState.Connected, "the broker refused a subscription");
        }
        BecomeReadyIfProven();
    }

    private void OnPublished(int reason)
    {
        // Messages of a lost session may be reported twice; never let the count go below zero.
        if (Interlocked.Decrement(ref _unacknowledged) < 0)
            Interlocked.Exchange(ref _unacknowledged, 0);
        if (reason >= 0x80)
            PublishRefused?.Invoke(LibMosquitto.ReasonText(reason));
    }

    private void OnMessage(MosquittoMessage message)
    {
        if (message.Topic == _options.EchoTopic)
        {
            if (_echo.Accept(message.Payload) && _current.State == ConnectionState.Connected && !_isDeaf)
                Become(ConnectionState.Ready, "subscribed, own echo came back");
        }
        else
            MessageReceived?.Invoke(message);
    }

    private void BecomeReadyIfProven()
    {
        if (_awaitedSubscriptions.Count == 0 && _options.EchoTopic is null && !_isDeaf && _current.State == ConnectionState.Connected)
            Become(ConnectionState.Ready, "subscribed");
    }

    private void Become(ConnectionState state, string reason)
    {
        var change = new ConnectionChange(state, reason, _mqtt5);
        if (_current == change)
            return;
        _current = change;
        Changed?.Invoke(change);
    }
}
