using System.Collections.Immutable;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Rules;

/// <summary>A rule's memory of one device or part of it.</summary>
internal sealed class RuleInstance(DeviceId device, string component, IReadOnlyList<WindowSpec> windows)
{
    internal DeviceId Device => device;
    internal string Component => component;
    internal Window[] Windows { get; } = [.. windows.Select(spec => new Window(spec))];

    /// <summary>When the newest input happened; what is older changes nothing.</summary>
    internal Instant Newest { get; set; } = Instant.MinValue;
    internal Fact? Fact { get; set; }
    internal Measurement? Measurement { get; set; }

    /// <summary>The device is silent: what it said last says nothing of now.</summary>
    internal bool IsDeviceSilent { get; set; }

    /// <summary>The newest input was late: time alone must not make news of it.</summary>
    internal bool IsInputLate { get; set; }

    /// <summary>Something was received since the start, not only read of the past.</summary>
    internal bool IsHeard { get; set; }
    internal RuleStatus Status { get; set; }
    internal Instant Since { get; set; }
    internal bool IsLate { get; set; }
    internal Instant? QuietSince { get; set; }
    internal bool IsNotified { get; set; }
    internal ImmutableArray<SeenValue> Seen { get; set; } = [];
    internal Text? Words { get; set; }

    /// <summary>There is something to evaluate.</summary>
    internal bool HasInput => Fact is not null || Measurement is not null;

    internal RuleState Save(string rule, int version) => new(rule, version, device, component, Status, Since) { IsLate = IsLate, QuietSince = QuietSince, IsNotified = IsNotified, Seen = Seen, Words = Words };

    internal void Adopt(RuleState saved) =>
        (Status, Since, IsLate, QuietSince, IsNotified, Seen, Words) = (saved.Status, saved.Since, saved.IsLate, saved.QuietSince, saved.IsNotified, saved.Seen, saved.Words);

    internal void Shift(Duration by)
    {
        (Since, QuietSince) = (Since + by, QuietSince + by);
        Newest = Newest == Instant.MinValue ? Newest : Newest + by;
        foreach (var window in Windows)
            window.Shift(by);
    }
}

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
