using Estate.Adapters.Mqtt;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Gateway.Pipeline.Devices;

/// <summary>Starts and stops the link with the process, and connects it to the loop and to health.</summary>
internal sealed partial class BrokerService : IHostedService
{
    private readonly MqttLink _link;
    private readonly GatewayClock _clock;
    private readonly ILogger<BrokerService> _log;

    /// <summary>When something last came over a connection that worked, by the stopwatch; null since the start. The network thread's alone.</summary>
    private Duration? _heardAt;

    public BrokerService(MqttLink link, EstateLoop loop, Health health, GatewayClock clock, ILogger<BrokerService> log)
    {
        (_link, _clock, _log) = (link, clock, log);
        link.Received = heard => loop.Offer(new RawMessage(heard.Topic, heard.Payload, heard.IsRetained, clock.Now, heard.Receipt) { Held = HeldFor() });
        link.Changed = state =>
        {
            health.Broker = state;
            LogChanged(state.Reason);
        };
        link.Refused = LogRefused;
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

    /// <summary>Before our own echo is back the broker brings what it kept; that can be as old as the last word of before.</summary>
    private Duration HeldFor()
    {
        if (_link.Connection == 0)
            return _heardAt is { } at ? _clock.Uptime - at : EventTime.MaxAge;
        _heardAt = _clock.Uptime;
        return Duration.Zero;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Broker {State}")]
    private partial void LogChanged(string state);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The broker refused a message of ours: {Reason}")]
    private partial void LogRefused(string reason);
}
