using Estate.Adapters.Mqtt;
using Estate.Domain.Devices;
using Estate.Gateway.Configuration;
using Estate.Gateway.Observability;
using Estate.Mosquitto;

namespace Estate.Gateway.Pipeline;

/// <summary>The gateway's connection to its broker: messages in, acknowledgements and commands out.</summary>
internal sealed partial class MqttLink : IHostedService, IDisposable
{
    private readonly MosquittoClient _client;
    private readonly string _site;
    private readonly ILogger<MqttLink> _log;

    public MqttLink(EstateModel model, DataFolder folder, Health health, GatewayClock clock, ILogger<MqttLink> log)
    {
        (_site, _log) = (model.Site, log);
        _client = new MosquittoClient(new MosquittoClientOptions
        {
            Host = model.Broker.Host,
            Port = model.Broker.Port,
            ClientId = $"estate-gateway-{model.Site}",
            Credentials = new(DataFolder.GatewayUser, folder.GatewayPassword()),
            Tls = model.Broker.CaFile is { } ca ? new(ca) : null,
            Subscriptions = [.. EstateTopic.Filters(model.Site).Select(filter => (filter, 1))],
            EchoTopic = EstateTopic.Echo(model.Site),
        }, clock.Time)
        {
            Changed = change =>
            {
                health.Broker = change;
                LogChanged(change.State, change.Reason);
            },
            PublishRefused = LogRefused,
        };
        GatewayMetrics.Watch("estate.mqtt.unacknowledged", "Publishes the broker has not acknowledged", () => _client.Unacknowledged);
    }

    /// <summary>Where received messages go; set before the start. Copies the payload, which lives only during the call.</summary>
    internal Action<MosquittoMessageCopy>? Received { get; set; }

    internal void Send(DeviceId device, TopicChannel channel, byte[] payload)
    {
        if (_client.Publish(new EstateTopic(_site, device, channel).ToString(), payload) != PublishResult.Accepted)
            GatewayMetrics.Dropped.Add(1, new KeyValuePair<string, object?>("queue", "mqtt"));
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _client.MessageReceived = message => Received?.Invoke(new(message.Topic, message.Payload.ToArray(), message.Retain));
        _client.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => _client.Dispose();

    [LoggerMessage(Level = LogLevel.Information, Message = "Broker: {State} ({Reason})")]
    private partial void LogChanged(ConnectionState state, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The broker refused a message of ours: {Reason}")]
    private partial void LogRefused(string reason);
}

internal readonly record struct MosquittoMessageCopy(string Topic, byte[] Payload, bool IsRetained);
