using System.Buffers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Estate.FirmwareSim;

/// <summary>
/// A device's way to its broker: connects again for ever, keeps what it has to say at QoS 1 until the broker has it, subscribes at
/// each connect.
/// </summary>
public sealed class DeviceClient : IDeviceLink
{
    /// <summary>What a broker takes at a time that does not say, and what it is given at most.</summary>
    private const int MaxWindow = 100;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    private readonly DeviceClientOptions _options;
    private readonly TimeProvider _time;
    private readonly DeviceOutbox _outbox;
    private readonly CancellationTokenSource _stop = new();
    private volatile ConnectionChange _current = new(ConnectionState.Disconnected, "not started");
    private Task _running = Task.CompletedTask;

    public DeviceClient(DeviceClientOptions options, TimeProvider time) =>
        (_options, _time, _outbox) = (options, time, new(options.MaxUnacknowledged));

    /// <summary>One call at a time; must not end this client.</summary>
    public Action<DeviceMessage>? MessageReceived { get; set; }

    public Action<ConnectionChange>? Changed { get; set; }

    /// <summary>The broker would not have a message (MQTT 5 only), often by its access list.</summary>
    public Action<string>? PublishRefused { get; set; }

    public ConnectionChange Current => _current;

    public int Unacknowledged => _outbox.Count;

    public void Start() => _running = Task.Run(RunAsync);

    /// <summary>Never waits for the network.</summary>
    /// <returns>False when nothing was taken: too many wait, or the topic cannot be.</returns>
    public bool Publish(string topic, ReadOnlySpan<byte> payload, int qos = 1, bool retain = false) =>
        topic.Length > 0 && topic.AsSpan().IndexOfAny("+#\0") < 0 && !_stop.IsCancellationRequested
        && (qos > 0 || _current.State == ConnectionState.Ready) && _outbox.TryAdd(new(topic, payload.ToArray(), qos, retain));

    public void Dispose()
    {
        if (_stop.IsCancellationRequested)
            return;
        _stop.Cancel();
        _running.Wait(Patience);
        Become(ConnectionState.Stopped, "stopped");
    }

    private async Task RunAsync()
    {
        var delay = _options.FirstReconnectDelay;
        while (!_stop.IsCancellationRequested)
        {
            if (await ServeAsync())
                delay = _options.FirstReconnectDelay;
            // Not all at once when a broker comes back.
            await Task.Delay(delay * (0.5 + Random.Shared.NextDouble() / 2), _time, _stop.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            delay = delay * 2 < _options.MaxReconnectDelay ? delay * 2 : _options.MaxReconnectDelay;
        }
        _outbox.Dispose();
    }

    /// <returns>Whether it was connected.</returns>
    private async Task<bool> ServeAsync()
    {
        using var client = new MqttClientFactory().CreateMqttClient();
        using var ended = new CancellationTokenSource();
        var gone = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        client.ApplicationMessageReceivedAsync += Hear;
        client.DisconnectedAsync += end =>
        {
            gone.TrySetResult(end.Exception?.GetBaseException().Message ?? end.Reason.ToString());
            return Task.CompletedTask;
        };
        try
        {
            var window = await ConnectAsync(client);
            Become(ConnectionState.Ready, "subscribed");
            var sending = SendAsync(client, window, ended.Token);
            await Task.WhenAny(gone.Task, Task.Delay(Timeout.InfiniteTimeSpan, _time, _stop.Token));
            if (_stop.IsCancellationRequested)
                await CloseAsync(client);
            await ended.CancelAsync();
            await sending;
            if (!_stop.IsCancellationRequested)
                Become(ConnectionState.Disconnected, await gone.Task);
            return true;
        }
        catch (Exception failure)
        {
            if (!_stop.IsCancellationRequested)
                Become(ConnectionState.Disconnected, $"{_options.Host}:{_options.Port}: {failure.GetBaseException().Message}");
            return false;
        }
        finally
        {
            _outbox.Rewind();
        }
    }

    /// <returns>How many messages the broker takes at a time.</returns>
    /// <exception cref="IOException">The broker refuses the device or a subscription.</exception>
    private async Task<int> ConnectAsync(IMqttClient client)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        patience.CancelAfter(Patience);
        var answer = await client.ConnectAsync(Options(), patience.Token);
        if (answer.ResultCode != MqttClientConnectResultCode.Success)
            throw new IOException(answer.ResultCode switch
            {
                MqttClientConnectResultCode.BadUserNameOrPassword or MqttClientConnectResultCode.NotAuthorized =>
                    "the broker refuses user name or password",
                var other => $"the broker refuses the connection: {other}",
            });
        if (_options.Subscriptions.Count > 0)
        {
            var wanted = new MqttClientSubscribeOptionsBuilder();
            foreach (var (filter, qos) in _options.Subscriptions)
                wanted.WithTopicFilter(filter, (MqttQualityOfServiceLevel)qos);
            var granted = await client.SubscribeAsync(wanted.Build(), patience.Token);
            if (granted.Items.Any(item => (int)item.ResultCode >= 0x80))
                throw new IOException("the broker refused a subscription");
        }
        return Math.Clamp((int)(answer.ReceiveMaximum ?? MaxWindow), 1, MaxWindow);
    }

    private MqttClientOptions Options()
    {
        var options = new MqttClientOptionsBuilder()
            .WithTcpServer(_options.Host, _options.Port)
            .WithProtocolVersion(_options.IsMqtt311 ? MqttProtocolVersion.V311 : MqttProtocolVersion.V500)
            // A device is no bridge.
            .WithTryPrivate(false)
            .WithClientId(_options.ClientId)
            .WithCleanSession(_options.SessionExpiry == TimeSpan.Zero)
            .WithKeepAlivePeriod(TimeSpan.FromSeconds(20))
            .WithoutPacketFragmentation();
        if (!_options.IsMqtt311)
            options.WithSessionExpiryInterval((uint)_options.SessionExpiry.TotalSeconds);
        if (_options.Credentials is { } credentials)
            options.WithCredentials(credentials.UserName, credentials.Password);
        if (_options.Will is { } will)
            options.WithWillTopic(will.Topic).WithWillPayload(will.Payload).WithWillRetain()
                .WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce);
        if (_options.Tls is { } tls)
            options.WithTlsOptions(secure => Secure(secure, tls));
        return options.Build();
    }

    private static void Secure(MqttClientTlsOptionsBuilder secure, DeviceTls tls)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(tls.CaFile);
        secure.UseTls().WithTrustChain(authorities).WithRevocationMode(X509RevocationMode.NoCheck)
            .WithCertificateValidationHandler(shown => shown.SslPolicyErrors == SslPolicyErrors.None
                ? true : throw new IOException(shown.SslPolicyErrors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors)
                    ? $"the broker's certificate is of another authority than {tls.CaFile}, or is over"
                    : "the broker's certificate is for another name"));
        if (tls is { CertificateFile: { } file, KeyFile: { } key })
            secure.WithClientCertificates([X509Certificate2.CreateFromPemFile(file, key)]);
    }

    private async Task SendAsync(IMqttClient client, int window, CancellationToken ended)
    {
        using var room = new SemaphoreSlim(window);
        var underWay = new HashSet<Task>();
        try
        {
            while (true)
            {
                await room.WaitAsync(ended);
                var node = await _outbox.TakeAsync(ended);
                underWay.RemoveWhere(task => task.IsCompleted);
                underWay.Add(SendAsync(client, node, room, ended));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(underWay);
        }
    }

    private async Task SendAsync(IMqttClient client, LinkedListNode<OutgoingMessage> node, SemaphoreSlim room, CancellationToken ended)
    {
        var message = node.Value;
        try
        {
            var result = await client.PublishAsync(new MqttApplicationMessage
            {
                Topic = message.Topic,
                Payload = new ReadOnlySequence<byte>(message.Payload),
                QualityOfServiceLevel = (MqttQualityOfServiceLevel)message.Qos,
                Retain = message.Retain,
            }, ended);
            _outbox.Complete(node);
            if ((int)result.ReasonCode >= 0x80)
                PublishRefused?.Invoke(result.ReasonCode.ToString());
        }
        catch (Exception)
        {
            // The connection is over; with the next it is sent again.
        }
        room.Release();
    }

    private Task Hear(MqttApplicationMessageReceivedEventArgs heard)
    {
        var message = heard.ApplicationMessage;
        MessageReceived?.Invoke(new(message.Topic, message.Payload.ToArray(), message.Retain));
        return Task.CompletedTask;
    }

    /// <summary>Once the broker has what was said.</summary>
    private async Task CloseAsync(IMqttClient client)
    {
        var started = _time.GetTimestamp();
        while (_outbox.Count > 0 && client.IsConnected && _time.GetElapsedTime(started) < LastWords)
            await Task.Delay(TimeSpan.FromMilliseconds(10), _time, CancellationToken.None);
        await client.TryDisconnectAsync();
    }

    private void Become(ConnectionState state, string reason)
    {
        var change = new ConnectionChange(state, reason);
        if (_current == change)
            return;
        _current = change;
        Changed?.Invoke(change);
    }
}
