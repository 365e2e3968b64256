using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Estate.District.Wire;
using NATS.Client.Core;
using NATS.Client.JetStream;

namespace Estate.District.Demonstration;

/// <summary>The gateway's side of the wire for an estate that does not exist, with a key of its own.</summary>
internal sealed class SimulatedEstate(PlausibleEstate estate, NatsOpts options, TimeProvider time)
{
    private const int FactsAtOnce = 400, MinutesAtOnce = 1_440;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10), Pause = TimeSpan.FromSeconds(5);

    private TaskCompletionSource<long> _heard = New();
    private long _confirmed = -1;

    /// <summary>Facts that were sent.</summary>
    internal long Sent { get; private set; }

    /// <summary>From the first minute of its past to the one before now: how much of it the district has, 0 to 1.</summary>
    internal double Done(long first) => NowMinute <= first ? 1
        : Math.Clamp((double)(PlausibleEstate.MinuteAfter(Math.Max(_confirmed, 0)) - first) / (NowMinute - first), 0, 1);

    /// <summary>Until it is stopped: all that is new, as soon as the district has what came before.</summary>
    /// <param name="first">The minute its past begins with.</param>
    internal async Task RunAsync(long first, CancellationToken stop)
    {
        await using var connection = new NatsConnection(options);
        var listening = ListenAsync(connection, stop);
        var stream = new NatsJSContext(connection);
        while (!stop.IsCancellationRequested)
            try
            {
                if (await SendNextAsync(stream, first, stop))
                    continue;
                await Task.Delay(Pause, time, stop);
            }
            catch (Exception failure) when (failure is NatsException or TimeoutException or OperationCanceledException)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        await listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private long NowMinute => time.GetUtcNow().ToUnixTimeSeconds() / 60;

    private static TaskCompletionSource<long> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <returns>False where there is nothing new.</returns>
    private async Task<bool> SendNextAsync(NatsJSContext stream, long first, CancellationToken stop)
    {
        var start = PlausibleEstate.LastOf(first - 1);
        // Of what lies before its past it says that there is nothing; and hears how far the district is.
        if (_confirmed < start)
        {
            await SendAsync(stream, new(Journal, 0, start, []), stop);
            return true;
        }
        var (minute, facts) = (PlausibleEstate.MinuteAfter(_confirmed), new List<SpanFact>());
        var from = minute;
        for (; minute < NowMinute && minute - from < MinutesAtOnce && facts.Count < FactsAtOnce; minute++)
            facts.AddRange(estate.FactsOf(minute));
        if (minute == from)
            return false;
        await SendAsync(stream, new(Journal, _confirmed, PlausibleEstate.LastOf(minute - 1), facts), stop);
        return true;
    }

    private JournalId Journal => new(estate.Site, estate.Epoch);

    /// <summary>And waits until the district's database has it.</summary>
    private async Task SendAsync(NatsJSContext stream, FactSpan span, CancellationToken stop)
    {
        _heard = New();
        var round = time.GetUtcNow().ToUnixTimeMilliseconds();
        var id = string.Create(CultureInfo.InvariantCulture, $"{estate.Site}/{estate.Epoch}/{span.After}-{span.Last}/{round}");
        await stream.PublishAsync(
            $"district.facts.{LaneOf(estate.Site)}.{estate.Site}", Write(span), opts: new NatsJSPubOpts { MsgId = id },
            cancellationToken: stop);
        await _heard.Task.WaitAsync(Patience, time, stop);
        Sent += span.Facts.Count;
    }

    private async Task ListenAsync(NatsConnection connection, CancellationToken stop)
    {
        await foreach (var message in connection.SubscribeAsync<byte[]>($"district.position.{estate.Site}", cancellationToken: stop))
        {
            using var said = JsonDocument.Parse(message.Data);
            if (said.RootElement.GetProperty("epoch").GetString() != estate.Epoch)
                continue;
            _confirmed = said.RootElement.GetProperty("last").GetInt64();
            _heard.TrySetResult(_confirmed);
        }
    }

    /// <summary>FNV-1a of its bytes; docs/district.md.</summary>
    private static uint LaneOf(string site) =>
        Encoding.UTF8.GetBytes(site).Aggregate(2_166_136_261U, (hash, letter) => unchecked((hash ^ letter) * 16_777_619)) % 16;

    private static byte[] Write(FactSpan span)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteNumber("schema", SpanReader.Schema);
        writer.WriteString("site", span.Journal.Site);
        writer.WriteString("epoch", span.Journal.Epoch);
        writer.WriteNumber("after", span.After);
        writer.WriteNumber("last", span.Last);
        writer.WriteStartArray("facts");
        foreach (var fact in span.Facts)
        {
            writer.WriteStartObject();
            writer.WriteNumber("n", fact.N);
            writer.WriteNumber("at", new DateTimeOffset(fact.At).ToUnixTimeMilliseconds());
            writer.WriteNumber("received_at", new DateTimeOffset(fact.ReceivedAt).ToUnixTimeMilliseconds());
            writer.WriteString("device", fact.Device);
            writer.WriteString("slice", fact.Slice);
            writer.WriteString("type", fact.Type);
            writer.WritePropertyName("body");
            writer.WriteRawValue(fact.Body);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
