using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using MQTTnet;
using MQTTnet.Protocol;
using Polly;

namespace Estate.Adapters.Mqtt;

/// <summary>One connection from its CONNECT to its end. Receipts that come later are dropped: the message comes again.</summary>
internal sealed partial class MqttNetConnection : IDisposable
{
    /// <summary>Publishes under way at most; the broker mostly wants fewer.</summary>
    private const int MaxWindow = 1_000;
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly BrokerSession _session;
    private readonly Outbox _outbox;
    private readonly TimeProvider _time;
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();

    // As long as the broker's receive maximum at most.
    private readonly Channel<MqttApplicationMessageReceivedEventArgs> _receipts =
        Channel.CreateUnbounded<MqttApplicationMessageReceivedEventArgs>();
    private readonly TaskCompletionSource<string> _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _closed = new();
    private readonly BrokerStreamProvider _door;
    private readonly EchoWatch _echo;

    /// <summary>An answer that is waited for.</summary>
    private readonly ResiliencePipeline _answer;
    private int _window = 1;

    /// <summary>When a message found no room, by the stopwatch; 0 for never.</summary>
    private long _owedSince;

    internal MqttNetConnection(BrokerSession session, Outbox outbox, TimeProvider time)
    {
        (_session, _outbox, _time, _door) = (session, outbox, time, new(session));
        _echo = new(time, session.EchoInterval);
        _answer = new ResiliencePipelineBuilder { TimeProvider = time }.AddTimeout(Patience).Build();
        _client.ApplicationMessageReceivedAsync += OnMessage;
        _client.DisconnectedAsync += gone =>
        {
            Break(BrokerReason.Of(gone));
            return Task.CompletedTask;
        };
    }

    internal required Func<ReceivedMessage, bool> Received { get; init; }

    internal required Action<string> Refused { get; init; }

    /// <returns>Null, or why there is no connection.</returns>
    internal async Task<string?> OpenAsync(CancellationToken stop)
    {
        try
        {
            var options = ConnectOptions.From(_session, _door);
            var result = await AnswerAsync(token => _client.ConnectAsync(options, token), stop);
            _window = Math.Clamp((int)(result.ReceiveMaximum ?? MaxWindow), 1, MaxWindow);
            return result.ResultCode == MqttClientConnectResultCode.Success ? null : BrokerReason.Of(result.ResultCode);
        }
        catch (Exception failure) when (!stop.IsCancellationRequested)
        {
            // Whatever it is, the way back is to try again.
            return (_session.Broker.CaFile is { } file ? await TlsDiagnosis.ExplainAsync(_session, file, _time) : null)
                ?? _door.Stream?.Trouble ?? BrokerReason.Of(failure);
        }
    }

    /// <returns>Why it ended.</returns>
    internal async Task<string> ServeAsync(Action<LinkState> become, CancellationToken stop)
    {
        become(new(IsReady: false, "connected: connected"));
        // Not by the caller's wish: it ends once the last receipts are given.
        using var ended = new CancellationTokenSource();
        var receipts = GiveReceiptsAsync(ended.Token);
        var sending = Task.CompletedTask;
        try
        {
            var granted = SubscribeAsync(stop);
            if (await Task.WhenAny(granted, _broken.Task) == _broken.Task)
                return await _broken.Task;
            var isDeaf = !await granted;
            if (isDeaf)
                become(new(IsReady: false, "connected: the broker refused a subscription"));
            sending = SendAsync(ended.Token);
            return await WatchAsync(isDeaf, become, stop);
        }
        catch (Exception failure) when (!stop.IsCancellationRequested)
        {
            return _door.Stream?.Trouble ?? BrokerReason.Of(failure);
        }
        finally
        {
            // Whatever was queued until now is still sent.
            _receipts.Writer.TryComplete();
            await Task.WhenAny(
                Task.WhenAll(receipts, OutboxAsync(ended.Token)), _broken.Task, Task.Delay(LastWords, _time, CancellationToken.None));
            await ended.CancelAsync();
            await CloseAsync();
            await _closed.CancelAsync();
            await Task.WhenAll(receipts, sending);
            _outbox.BringBack();
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _closed.Dispose();
    }

    private async Task<string> WatchAsync(bool isDeaf, Action<LinkState> become, CancellationToken stop)
    {
        var started = _time.GetTimestamp();
        while (!_broken.Task.IsCompleted)
        {
            if (Failure(isDeaf, started) is { } failure)
                return failure;
            if ((_echo.HasComeBack || _session.EchoTopic is null) && !isDeaf)
                become(new(IsReady: true, _session.EchoTopic is null ? "ready: subscribed" : "ready: subscribed, own echo came back"));
            if (_session.EchoTopic is { } topic && _echo.IsDue)
                _ = PublishAsync(new(topic, _echo.Next(), retain: false));
            Task news = _echo.HasComeBack ? _broken.Task : Task.WhenAny(_broken.Task, _echo.Heard);
            await Task.WhenAny(news, Task.Delay(PollInterval, _time, stop));
            stop.ThrowIfCancellationRequested();
        }
        return await _broken.Task;
    }

    private string? Failure(bool isDeaf, long started) =>
        _echo.IsLost ? "own echo did not come back"
        : _outbox.Overdue > Patience ? "the broker does not acknowledge"
        : isDeaf && _time.GetElapsedTime(started) > _session.EchoInterval ? "the broker refused a subscription"
        : Volatile.Read(ref _owedSince) is not 0 and var since && _time.GetElapsedTime(since) > Patience
            ? "what found no room is asked for again" : null;

    /// <summary>
    /// What is broken off ends as such: the library throws this or that, by where it was, and Polly would not see a time-out in it.
    /// </summary>
    private ValueTask<T> AnswerAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken stop) => _answer.ExecuteAsync(async token =>
    {
        try
        {
            return await ask(token);
        }
        catch (Exception) when (token.IsCancellationRequested)
        {
            throw new OperationCanceledException(token);
        }
    }, stop);

    private Task OnMessage(MqttApplicationMessageReceivedEventArgs heard)
    {
        var message = heard.ApplicationMessage;
        if (message.Topic == _session.EchoTopic)
        {
            _echo.Accept(message.Payload.ToArray());
            return Task.CompletedTask;
        }
        heard.AutoAcknowledge = false;
        if (message.QualityOfServiceLevel > MqttQualityOfServiceLevel.ExactlyOnce)
        {
            _broken.TrySetResult("the broker sent a message of a quality of service that MQTT does not have");
            return Task.CompletedTask;
        }
        var needsReceipt = message.QualityOfServiceLevel != MqttQualityOfServiceLevel.AtMostOnce;
        // Refused once the connection has ended: the broker brings the message again.
        Action? receipt = needsReceipt ? () => _receipts.Writer.TryWrite(heard) : null;
        if (!Received(new(message.Topic, message.Payload.ToArray(), message.Retain, receipt)) && needsReceipt)
            Interlocked.CompareExchange(ref _owedSince, _time.GetTimestamp(), 0);
        return Task.CompletedTask;
    }

    private async Task GiveReceiptsAsync(CancellationToken ended)
    {
        try
        {
            while (await _receipts.Reader.WaitToReadAsync(ended))
            {
                using var together = _door.Stream!.Hold();
                for (var i = 0; i < MaxWindow && _receipts.Reader.TryRead(out var heard); i++)
                    await heard.AcknowledgeAsync(ended);
            }
        }
        catch (Exception failure)
        {
            // A receipt that could not be given is as none: the message comes again, with the next connection.
            Break(BrokerReason.Of(failure));
        }
    }

    /// <summary>Begins publishes in order, as many at a time as the broker wants to have in hand; what waits goes out together.</summary>
    private async Task SendAsync(CancellationToken ended)
    {
        var window = new SemaphoreSlim(_window);
        try
        {
            while (true)
            {
                var message = await _outbox.TakeAsync(ended);
                await window.WaitAsync(ended);
                using var together = _door.Stream!.Hold();
                do
                    _ = SendAsync(message, window);
                while (TryTakeNext(window, out message));
            }
        }
        catch (OperationCanceledException)
        {
            // Those under way end because the client is closed.
            for (var i = 0; i < _window && await window.WaitAsync(Patience, CancellationToken.None); i++)
            {
            }
        }
    }

    /// <summary>Without waiting: for the window, or for a message.</summary>
    private bool TryTakeNext(SemaphoreSlim window, [NotNullWhen(true)] out Outgoing? message)
    {
        message = null;
        if (!window.Wait(0))
            return false;
        if (_outbox.TryTake(out message))
            return true;
        window.Release();
        return false;
    }

    private async Task SendAsync(Outgoing message, SemaphoreSlim window)
    {
        if (await PublishAsync(message))
            _outbox.Complete(message);
        window.Release();
    }

    /// <returns>False when only a new connection will show.</returns>
    private async Task<bool> PublishAsync(Outgoing message)
    {
        try
        {
            var built = new MqttApplicationMessageBuilder()
                .WithTopic(message.Topic).WithPayload(message.Payload).WithRetainFlag(message.Retain)
                .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce);
            if (message.ExpiresAt is { } end)
            {
                var left = Math.Ceiling((end - _time.GetTimestamp()) / (double)_time.TimestampFrequency);
                // It waited for the broker for so long that nobody may get it any more.
                if (left < 1)
                    return true;
                built = built.WithMessageExpiryInterval((uint)left);
            }
            // Its time is the outbox's: one watch for all.
            var result = await _client.PublishAsync(built.Build(), _closed.Token);
            if ((int)result.ReasonCode >= 0x80)
                Refused(BrokerReason.Words(result.ReasonCode));
            return true;
        }
        catch (Exception failure)
        {
            Break(BrokerReason.Of(failure));
            return false;
        }
    }

    private async Task OutboxAsync(CancellationToken ended)
    {
        while (_outbox.Count > 0 && !ended.IsCancellationRequested)
            await Task.Delay(TimeSpan.FromMilliseconds(10), _time, CancellationToken.None);
    }

    /// <summary>The reason from the bytes says more than the library's.</summary>
    private void Break(string reason) => _broken.TrySetResult(_door.Stream?.Trouble ?? reason);

    /// <summary>With a word to the broker, where there is a connection.</summary>
    internal async Task CloseAsync()
    {
        if (!_client.IsConnected)
            return;
        try
        {
            using var patience = new CancellationTokenSource(LastWords, _time);
            await _client.DisconnectAsync(new MqttClientDisconnectOptionsBuilder().Build(), patience.Token);
        }
        catch (Exception)
        {
            // It is closed either way.
        }
    }
}
