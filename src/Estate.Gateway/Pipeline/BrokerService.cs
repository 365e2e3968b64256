using Estate.Adapters.Mqtt;

namespace Estate.Gateway.Pipeline;

/// <summary>Starts and stops the link with the process, and connects it to the loop and to health.</summary>
internal sealed partial class BrokerService : IHostedService
{
    private readonly MqttLink _link;
    private readonly ILogger<BrokerService> _log;

    public BrokerService(MqttLink link, EstateLoop loop, Health health, GatewayClock clock, ILogger<BrokerService> log)
    {
        (_link, _log) = (link, log);
        link.Received = heard => loop.Offer(new RawMessage(heard.Topic, heard.Payload, heard.IsRetained, clock.Now, heard.Receipt));
        link.Changed = state =>
        {
            health.Broker = state;
            LogChanged(state.Reason);
        };
        link.Refused = LogRefused;
        loop.Failed = LogFailed;
        loop.Metrics.Watch("estate.mqtt.dropped", "Messages the broker threw away because a queue was full", () => link.Dropped);
        loop.Metrics.Watch("estate.mqtt.unacknowledged", "Publishes the broker has not acknowledged", () => link.Unacknowledged);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _link.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _link.Dispose();
        return Task.CompletedTask;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Broker {State}")]
    private partial void LogChanged(string state);

    [LoggerMessage(Level = LogLevel.Error, Message = "A message could not be carried through; the others go on.")]
    private partial void LogFailed(Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The broker refused a message of ours: {Reason}")]
    private partial void LogRefused(string reason);
}
