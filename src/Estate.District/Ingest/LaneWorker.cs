using Estate.District.Store;
using Estate.District.Wire;
using NATS.Client.Core;
using NATS.Client.JetStream;
using Npgsql;

namespace Estate.District.Ingest;

/// <summary>
/// Takes one lane's messages in their order: into the database first, then the word to the estates, then the acknowledgement, which the
/// server confirms. What was not acknowledged comes again, and is known.
/// </summary>
internal sealed partial class LaneWorker(MessageServers servers, FactStore store, TimeProvider time, ILogger<LaneWorker> log)
{
    /// <summary>Of the messages behind the first one. By number it would be a hundred megabytes of a lane while estates catch up.</summary>
    internal const int BytesAtOnce = 512 * 1024;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly NatsJSNextOpts Next = new() { Expires = TimeSpan.FromSeconds(4), IdleHeartbeat = TimeSpan.FromSeconds(1) };
    private static readonly NatsJSFetchOpts More = new() { MaxBytes = BytesAtOnce };
    private static readonly AckOpts Confirmed = new() { DoubleAck = true };
    private static readonly AckOpts Later = new() { NakDelay = Pause };

    internal async Task RunAsync(int lane, CancellationToken stop)
    {
        var gaps = new Gaps(time);
        INatsJSConsumer? consumer = null;
        while (!stop.IsCancellationRequested)
            try
            {
                consumer ??= await servers.ConsumerAsync(lane, stop);
                if (await ReadAsync(consumer, stop) is { Count: > 0 } messages)
                    await TakeAsync(messages, gaps, stop);
            }
            catch (Exception failure) when (IsPassing(failure) && !stop.IsCancellationRequested)
            {
                LogWaits(lane, failure.Message);
                consumer = null;
                await Task.Delay(Pause, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
    }

    private static bool IsPassing(Exception failure) =>
        failure is NatsException or NpgsqlException or IOException or TimeoutException or OperationCanceledException;

    /// <summary>The first that comes, and what lies behind it.</summary>
    private static async Task<IReadOnlyList<INatsJSMsg<byte[]>>> ReadAsync(INatsJSConsumer consumer, CancellationToken stop)
    {
        if (await consumer.NextAsync<byte[]>(opts: Next, cancellationToken: stop) is not { } first)
            return [];
        var messages = new List<INatsJSMsg<byte[]>> { first };
        await foreach (var message in consumer.FetchNoWaitAsync<byte[]>(More, cancellationToken: stop))
            messages.Add(message);
        return messages;
    }

    private async Task TakeAsync(IReadOnlyList<INatsJSMsg<byte[]>> messages, Gaps gaps, CancellationToken stop)
    {
        var (read, settled) = (new List<(INatsJSMsg<byte[]> Message, FactSpan Span)>(), new List<INatsJSMsg<byte[]>>());
        foreach (var message in messages)
            if (await TryReadAsync(message, stop) is { } span)
                read.Add((message, span));
            else
                settled.Add(message);
        var taken = read.Count == 0 ? [] : await store.TakeAsync([.. read.Select(one => one.Span)], stop);
        var replies = await AnswersAsync(read.Zip(taken, (one, result) => (one.Message, result)), gaps, settled, stop);
        foreach (var (journal, reply) in replies)
            await reply.SendAsync(servers.Connection, journal.Site, stop);
        await Task.WhenAll(settled.Select(message => message.AckAsync(Confirmed, stop).AsTask()));
    }

    /// <param name="settled">Gets the messages that are done with; the others come again.</param>
    private static async Task<Dictionary<JournalId, PositionReply>> AnswersAsync(
        IEnumerable<(INatsJSMsg<byte[]> Message, (FactSpan Span, SpanResult Result, long Position) Taken)> all, Gaps gaps,
        List<INatsJSMsg<byte[]>> settled, CancellationToken stop)
    {
        var replies = new Dictionary<JournalId, PositionReply>();
        foreach (var (message, (span, result, position)) in all)
        {
            var again = false;
            if (result == SpanResult.Gap)
            {
                again = gaps.ShouldAsk(span.Journal);
                await message.NakAsync(Later, stop);
            }
            else
            {
                gaps.Close(span.Journal);
                settled.Add(message);
            }
            replies[span.Journal] = new(span.Journal.Epoch, position, again || (replies.GetValueOrDefault(span.Journal)?.Again ?? false));
        }
        return replies;
    }

    /// <returns>Null where it is no span of the estate whose key it came with: that is told, and it is done with.</returns>
    private async Task<FactSpan?> TryReadAsync(INatsJSMsg<byte[]> message, CancellationToken stop)
    {
        var site = message.Subject[(message.Subject.LastIndexOf('.') + 1)..];
        try
        {
            return SpanReader.Read(message.Data, site);
        }
        catch (SpanException wrong)
        {
            LogRefused(site, wrong.Code, wrong.Message);
            await store.RefuseAsync(site, wrong.Code, wrong.Message, stop);
            // Its journal keeps it, and it comes again until this program is upgraded.
            if (wrong.Code == SpanException.Newer)
                await new PositionReply(wrong.Epoch, 0, Again: false) { Problem = wrong.Code }
                    .SendAsync(servers.Connection, site, stop);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Lane {Lane} waits: {Problem}")]
    private partial void LogWaits(int lane, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A message of {Site} was refused, {Reason}: {Detail}")]
    private partial void LogRefused(string site, string reason, string detail);
}
