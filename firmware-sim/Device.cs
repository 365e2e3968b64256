using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Estate.FirmwareSim;

/// <summary>
/// What firmware of every kind does, written from docs/wire-protocol.md: numbers its events, keeps each until it is
/// acknowledged, sends again what stays unanswered, obeys a command once and only before it expires.
/// </summary>
public abstract class Device : IDisposable
{
    private readonly DeviceOptions _options;
    private readonly TimeProvider _time;
    private IDeviceLink _client;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, OutboxEvent> _outbox = [];
    private readonly Queue<OutboxEvent> _order = new();
    private readonly HashSet<string> _obeyed = [];
    private readonly List<string> _executed = [];
    private long _boot;
    private long _seq = -1;

    protected Device(DeviceOptions options, TimeProvider time)
    {
        (_options, _time, _boot) = (options, time, options.Boot);
        Clock = new DeviceClock(time);
        _client = NewClient();
    }

    public DeviceClock Clock { get; }

    public string Name => _options.Name;

    /// <summary>Runs on the network thread.</summary>
    public Action<Ack>? Acknowledged { get; set; }

    /// <summary>Event id and bytes of each sending.</summary>
    public Action<string, byte[]>? Sent { get; set; }

    /// <summary>Sends every event twice, as a bad radio link would.</summary>
    public bool SendsTwice { get; set; }

    /// <summary>
    /// How long ago what happens now shall have happened: days without network, played in seconds.
    /// </summary>
    public TimeSpan Backdate { get; set; }

    /// <summary>Connected, and willing to use the link.</summary>
    public bool IsOnline => !IsCutOff && _client.Current.State == ConnectionState.Ready;

    /// <summary>How it stands with the broker, in words.</summary>
    public string Link => _client.Current.Reason;

    /// <summary>A dead network: events are kept, nothing is sent.</summary>
    public bool IsCutOff { get; set; }

    /// <summary>Commands obeyed, in order.</summary>
    public IReadOnlyList<string> Executed
    {
        get
        {
            lock (_lock)
                return [.. _executed];
        }
    }

    public int Waiting
    {
        get
        {
            lock (_lock)
                return _outbox.Count;
        }
    }

    public void Start() => _client.Start();

    /// <param name="data">The event's own members as JSON.</param>
    public string Record(string type, string data)
    {
        OutboxEvent one;
        lock (_lock)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"{_boot}-{++_seq:D9}");
            var body = string.Create(CultureInfo.InvariantCulture,
                $"{{\"id\":\"{id}\",\"boot\":{_boot},\"seq\":{_seq},\"at\":{Clock.Milliseconds - (long)Backdate.TotalMilliseconds},"
                    + $"\"clock\":\"{Clock.Trust}\",\"type\":\"{type}\",\"data\":{data}");
            one = new OutboxEvent(id, body, Clock.Stopwatch) { Backdate = Backdate };
            _outbox.Add(id, one);
            _order.Enqueue(one);
        }
        Send(one);
        return one.Id;
    }

    public void Telemetry(string type, string data)
    {
        if (IsOnline)
            _client.Publish(_options.Topic("telemetry"), Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
                $"{{\"at\":{Clock.Milliseconds},\"clock\":\"{Clock.Trust}\",\"age_ms\":0,\"type\":\"{type}\",\"data\":{data}}}")), qos: 0);
    }

    /// <summary>Sends again what was not acknowledged in time. Call often; cheap.</summary>
    public void Tick()
    {
        if (!IsOnline)
            return;
        List<OutboxEvent> due;
        lock (_lock)
        {
            while (_order.TryPeek(out var oldest) && !_outbox.ContainsKey(oldest.Id))
                _order.Dequeue();
            due = [.. _order.Where(one =>
                _outbox.ContainsKey(one.Id) && (one.SentAt is not { } sent || Clock.Since(sent) > _options.ResendAfter)).Take(500)];
        }
        foreach (var one in due)
            Send(one);
    }

    /// <summary>
    /// A restart: the outbox is in flash and stays; numbering starts over under a larger boot; what was in RAM is gone.
    /// </summary>
    public void Reboot()
    {
        var before = _client;
        lock (_lock)
        {
            _boot++;
            _seq = -1;
            _obeyed.Clear();
            foreach (var one in _outbox.Values)
                one.SentAt = null;
        }
        before.Dispose();
        _client = NewClient();
        _client.Start();
    }

    public virtual void Dispose()
    {
        _client.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Does what a command asks, or answers false where it does not know the action. Runs on the network thread.</summary>
    protected abstract bool Perform(string action, JsonElement data);

    /// <summary>A member of a command's data, where it is there and a text.</summary>
    protected static string? Word(JsonElement data, string member) =>
        data.TryGetProperty(member, out var word) && word.ValueKind == JsonValueKind.String ? word.GetString() : null;

    private IDeviceLink NewClient()
    {
        var link = _options.Link(LinkOptions(), _time);
        link.Changed = change =>
        {
            if (change.State == ConnectionState.Ready)
                Birth();
        };
        link.MessageReceived = OnMessage;
        return link;
    }

    private DeviceClientOptions LinkOptions() => new()
    {
        Host = _options.Host,
        Port = _options.Port,
        ClientId = _options.Name,
        Credentials = _options.Password is { } password ? new(_options.Name, password) : null,
        Tls = _options.Tls,
        IsMqtt311 = _options.IsMqtt311,
        Subscriptions = [(_options.Topic("ack"), 1), (_options.Topic("command"), 1)],
        Will = new(_options.Topic("status"), Status("offline")),
        SessionExpiry = TimeSpan.Zero,
        MaxReconnectDelay = _options.MaxReconnectDelay,
    };

    private void Send(OutboxEvent one)
    {
        if (!IsOnline)
            return;
        one.SentAt = Clock.Stopwatch;
        var payload = one.Payload(Clock.Since(one.HappenedAt) + one.Backdate);
        _client.Publish(_options.Topic("event"), payload);
        Sent?.Invoke(one.Id, payload);
        if (SendsTwice)
            _client.Publish(_options.Topic("event"), payload);
    }

    private void Birth() => _client.Publish(_options.Topic("status"), Status("online"), retain: true);

    /// <summary>A sign of life of one that has nothing else to say.</summary>
    public void SayOnline() => Birth();

    private byte[] Status(string state) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
        $"{{\"state\":\"{state}\",\"boot\":{_boot},\"firmware\":\"sim-1.0\"}}"));

    private void OnMessage(DeviceMessage message)
    {
        if (IsCutOff)
            return;
        if (message.Topic == _options.Topic("ack"))
            foreach (var ack in Ack.Parse(message.Payload))
            {
                bool isOurs;
                lock (_lock)
                    isOurs = _outbox.Remove(ack.Id);
                if (isOurs)
                    Acknowledged?.Invoke(ack);
            }
        else if (!message.Retain)
            Obey(message.Payload);
    }

    private void Obey(ReadOnlySpan<byte> payload)
    {
        var reader = new Utf8JsonReader(payload);
        using var document = JsonDocument.ParseValue(ref reader);
        var id = document.RootElement.GetProperty("id").GetString()!;
        var result = !_obeyed.Add(id) ? "duplicate"
            : document.RootElement.GetProperty("expires").GetInt64() < Clock.Milliseconds ? "expired"
            : Perform(document.RootElement.GetProperty("action").GetString()!, document.RootElement.GetProperty("data")) ? "executed"
            : "rejected";
        if (result == "executed")
            lock (_lock)
                _executed.Add(id);
        Reply(id, result);
    }

    /// <summary>At once, unless the firmware is one that is slow.</summary>
    protected virtual void Reply(string id, string result) =>
        _client.Publish(_options.Topic("reply"), Encoding.UTF8.GetBytes($"{{\"id\":\"{id}\",\"result\":\"{result}\"}}"));
}
