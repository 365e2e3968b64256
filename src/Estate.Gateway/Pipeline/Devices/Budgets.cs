using Estate.Domain.Devices;

namespace Estate.Gateway.Pipeline.Devices;

/// <summary>Every device's budget; what is said in no device's name is one speaker's, the gateway itself. Any thread.</summary>
internal sealed class Budgets
{
    private readonly Lock _lock = new();
    private readonly GatewayClock _clock;
    private readonly Dictionary<DeviceId, SpeakerBudget> _budgets = [];
    private readonly HashSet<DeviceId> _reported;

    /// <param name="misbehaving">When the gateway stopped.</param>
    internal Budgets(GatewayClock clock, IEnumerable<DeviceId> misbehaving)
    {
        (_clock, _reported) = (clock, [.. misbehaving]);
        foreach (var device in _reported)
            Of(device).Resume(clock.Uptime);
    }

    /// <returns>False where the message is to be counted instead of served.</returns>
    internal bool TrySpendTurn(DeviceId speaker, int bytes)
    {
        lock (_lock)
            return Of(speaker).TrySpendTurn(_clock.Uptime, bytes);
    }

    /// <returns>True where a reading would be looked at, whatever its device says besides.</returns>
    internal bool TrySample(DeviceId speaker)
    {
        lock (_lock)
            return Of(speaker).TrySample(_clock.Uptime);
    }

    /// <summary>One was; not the next for a while.</summary>
    internal void MarkSampled(DeviceId speaker)
    {
        lock (_lock)
            Of(speaker).MarkSampled(_clock.Uptime);
    }

    /// <returns>False where the error is to be counted instead of written down.</returns>
    internal bool TrySpendError(DeviceId speaker)
    {
        lock (_lock)
            return Of(speaker).TrySpendError(_clock.Uptime);
    }

    /// <summary>Devices that began or ceased to misbehave where that was not reported yet.</summary>
    internal IReadOnlyList<Conduct> News()
    {
        lock (_lock)
            return [.. _budgets.Select(one =>
                new Conduct(one.Key, one.Value.Misbehaves(_clock.Uptime), one.Value.Excess, one.Value.Counted))
                .Where(one => one.IsExcessive != _reported.Contains(one.Device))];
    }

    internal void MarkReported(Conduct news)
    {
        lock (_lock)
            _ = news.IsExcessive ? _reported.Add(news.Device) : _reported.Remove(news.Device);
    }

    private SpeakerBudget Of(DeviceId speaker)
    {
        if (!_budgets.TryGetValue(speaker, out var budget))
            _budgets.Add(speaker, budget = new());
        return budget;
    }
}

/// <summary>How a device behaves; <paramref name="Counted"/> messages and errors were not served for it.</summary>
internal sealed record Conduct(DeviceId Device, bool IsExcessive, Excess Excess, long Counted);
