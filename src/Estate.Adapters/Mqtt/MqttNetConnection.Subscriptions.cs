using MQTTnet;
using MQTTnet.Protocol;

namespace Estate.Adapters.Mqtt;

/// <summary>What the gateway listens to: all of it when a connection begins, and what is added later at once.</summary>
internal sealed partial class MqttNetConnection
{
    private const int FiltersPerRequest = 50;

    private volatile bool _isSubscribing;

    /// <summary>All there are now; null where none are added.</summary>
    internal Func<IReadOnlyList<string>>? Filters { get; init; }

    /// <summary>Before the connection serves, it asks for all of them anyway.</summary>
    internal void Subscribe(IReadOnlyList<string> filters)
    {
        if (_isSubscribing)
            _ = SubscribeAsync(filters);
    }

    private async Task SubscribeAsync(IReadOnlyList<string> filters)
    {
        try
        {
            if (!await SubscribeAsync(filters, _closed.Token))
                Break("the broker refused a subscription");
        }
        catch (Exception failure)
        {
            // The next connection begins with all filters.
            Break(BrokerReason.Of(failure));
        }
    }

    private Task<bool> SubscribeAsync(CancellationToken stop)
    {
        _isSubscribing = true;
        var filters = Filters?.Invoke() ?? _session.Filters;
        return SubscribeAsync(_session.EchoTopic is { } echo ? [.. filters, echo] : filters, stop);
    }

    private async Task<bool> SubscribeAsync(IReadOnlyList<string> filters, CancellationToken stop)
    {
        var isGranted = true;
        foreach (var some in filters.Chunk(FiltersPerRequest))
        {
            var options = new MqttClientSubscribeOptionsBuilder();
            foreach (var filter in some)
                options.WithTopicFilter(filter, MqttQualityOfServiceLevel.AtLeastOnce);
            var request = options.Build();
            var result = await AnswerAsync(token => _client.SubscribeAsync(request, token), stop);
            isGranted &= result.Items.All(item => (int)item.ResultCode < 0x80);
        }
        return isGranted;
    }
}
