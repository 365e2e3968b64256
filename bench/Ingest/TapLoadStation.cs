using System.Globalization;
using System.Text;
using System.Text.Json;
using Estate.Adapters.Mqtt;

namespace Estate.Bench.Ingest;

/// <summary>
/// A station reduced to load: taps as fast as its window of unanswered ones allows. Without a gateway (<c>expectAcks</c>
/// false) the broker's own acknowledgement opens the window, so that both runs push equally hard.
/// </summary>
internal sealed class TapLoadStation : IDisposable
{
    private readonly MqttNetBroker _client;
    private readonly string _topic;
    private readonly bool _expectAcks;
    private readonly TimeProvider _time;
    private readonly long _boot;
    private readonly long[] _sentAt;
    private long _seq = -1;
    private int _waiting;
    private volatile bool _isReady;

    internal TapLoadStation(string name, BrokerPort port, bool expectAcks, long boot, int expected, TimeProvider time)
    {
        (_expectAcks, _time, _boot) = (expectAcks, time, boot);
        _topic = $"estate/trial/bins/{name}/event";
        _sentAt = new long[expected];
        var session = new BrokerSession(
            new("127.0.0.1", port.Port, null), name, port.Passwords[name], [$"estate/trial/bins/{name}/ack"], null)
        {
            User = name,
            Expiry = TimeSpan.Zero,
        };
        _client = new(session, time);
        _client.Start(BrokerEvents.Ignored with
        {
            Changed = state => _isReady = state.IsReady,
            Received = message =>
            {
                message.Receipt?.Invoke();
                Answer(message.Payload);
                return true;
            },
        });
    }

    /// <summary>Milliseconds from tap to answer, one per answered tap.</summary>
    internal List<double> Latencies { get; } = [];

    internal int Answered { get; private set; }

    internal int Waiting => _expectAcks ? Volatile.Read(ref _waiting) : _client.Unacknowledged;

    internal bool IsReady => _isReady;

    internal void Tap(string card, DateTimeOffset at)
    {
        Interlocked.Increment(ref _waiting);
        var seq = ++_seq;
        _sentAt[seq] = _time.GetTimestamp();
        _client.Publish(_topic, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"{{\"id\":\"{_boot}-{seq:D9}\",\"boot\":{_boot},\"seq\":{seq},\"at\":{at.ToUnixTimeMilliseconds()},\"clock\":\"synced\","
                + $"\"type\":\"tap\",\"data\":{{\"card\":\"{card}\"}}}}")));
    }

    public void Dispose() => _client.Dispose();

    private void Answer(ReadOnlySpan<byte> payload)
    {
        var now = _time.GetTimestamp();
        var reader = new Utf8JsonReader(payload);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals("id"u8))
                continue;
            reader.Read();
            var seq = int.Parse(reader.ValueSpan[(reader.ValueSpan.IndexOf((byte)'-') + 1)..], CultureInfo.InvariantCulture);
            Latencies.Add(_time.GetElapsedTime(_sentAt[seq], now).TotalMilliseconds);
            Answered++;
            Interlocked.Decrement(ref _waiting);
        }
    }
}

internal sealed record BrokerPort(int Port, IReadOnlyDictionary<string, string> Passwords);
