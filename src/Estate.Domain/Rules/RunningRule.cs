using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Rules;

/// <summary>A rule at work: what it remembers of each device, and whether it may speak.</summary>
internal sealed class RunningRule(Rule rule, int version)
{
    internal const int ErrorsAllowed = 3;

    /// <summary>Devices and parts one rule may remember.</summary>
    internal const int MaxInstances = 10_000;

    internal Rule Rule => rule;
    internal int Version => version;
    internal Dictionary<(DeviceId Device, string Component), RuleInstance> Instances { get; } = [];

    /// <summary>Those that time alone can move.</summary>
    internal HashSet<RuleInstance> Waiting { get; } = [];

    /// <summary>Why it is out of use; null where it works.</summary>
    internal string? Disabled { get; set; }

    /// <summary>Evaluations in a row that ended in an error.</summary>
    internal int Errors { get; set; }
    internal Instant? SilencedUntil { get; set; }
    internal string? SilencedFor { get; set; }

    /// <summary>Those with nothing on, and nothing in their windows, are created again with their next input.</summary>
    internal void Forget(Instant now)
    {
        if (rule.ReadsClock)
            return;
        var longest = rule.Windows.Select(window => window.Length).DefaultIfEmpty(Duration.Zero).Max() + Duration.FromMinutes(10);
        foreach (var (key, instance) in Instances)
            if (instance.Status == RuleStatus.Idle && now - instance.Newest > longest)
                Instances.Remove(key);
    }

    internal RuleInstance Instance((DeviceId Device, string Component) key)
    {
        if (!Instances.TryGetValue(key, out var instance))
            Instances[key] = instance = new(key.Device, key.Component, rule.Windows);
        return instance;
    }
}
