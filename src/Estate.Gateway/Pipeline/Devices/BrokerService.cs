using Estate.Adapters.Mqtt;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Gateway.Pipeline.Devices;

/// <summary>Starts and stops the link with the process, and connects it to the loop and to health.</summary>
internal sealed partial class BrokerService(MqttLink link, EstateLoop loop, Health health, GatewayClock clock, ILogger<BrokerService> log)
    : IHostedService
{
    /// <summary>
    /// When something last came over a connection that worked, by the stopwatch; null since the start. The network thread's alone.
    /// </summary>
    private Duration? _heardAt;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        loop.Metrics.Watch("estate.mqtt.dropped", "Messages the broker threw away because a queue was full", () => link.Dropped);
        loop.Metrics.Watch("estate.mqtt.unacknowledged", "Publishes the broker has not acknowledged", () => link.Unacknowledged);
        link.Start(new(Receive, Change, LogRefused));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        link.Dispose();
        return Task.CompletedTask;
    }

    private bool Receive(ReceivedMessage heard) =>
        loop.Offer(new RawMessage(heard.Topic, heard.Payload, heard.IsRetained, clock.Now, heard.Receipt) { Held = HeldFor() });

    private void Change(LinkState state)
    {
        health.Broker = state;
        LogChanged(state.Reason);
    }

    /// <summary>
    /// Before our own echo is back the broker brings what it kept; that can be as old as the last message before the disconnect.
    /// </summary>
    private Duration HeldFor()
    {
        if (link.Connection == 0)
            return _heardAt is { } at ? clock.Uptime - at : EventTime.MaxAge;
        _heardAt = clock.Uptime;
        return Duration.Zero;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Broker {State}")]
    private partial void LogChanged(string state);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The broker refused a message of ours: {Reason}")]
    private partial void LogRefused(string reason);
}
