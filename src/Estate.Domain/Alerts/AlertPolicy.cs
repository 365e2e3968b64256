using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Alerts;

/// <summary>How long a type of condition must last before it is raised (on-delay), and be gone before it is cleared (off-delay).</summary>
public sealed record AlertDelays(Duration On, Duration Off);

/// <summary>Who is notified when nobody has acknowledged: names of notifiers, from this severity up.</summary>
public sealed record LadderStep(Text Name, Duration After, Severity From, IReadOnlyList<string> Notifiers);

/// <summary>The estate's rules about alerts.</summary>
public sealed record AlertPolicy
{
    /// <summary>So often within an hour, and it is unstable.</summary>
    public const int FlapsAt = 5;
    public static readonly Duration FlapWindow = Duration.FromHours(1);

    /// <summary>An unstable one is over only after it was quiet for this long.</summary>
    public static readonly Duration FlapQuiet = Duration.FromMinutes(30);

    public static readonly Duration DefaultOff = Duration.FromSeconds(30);

    /// <summary>Types whose loss cuts off what is behind the device.</summary>
    public const string BrokerLost = "broker_lost";

    /// <summary>A notifier, its component, fails and is tried again.</summary>
    public const string NotifierDown = "notifier_down";

    /// <summary>A notifier, its component, was refused for good.</summary>
    public const string NotifierRefused = "notifier_refused";

    /// <summary>By type; the others are raised at once, and cleared after half a minute.</summary>
    public IReadOnlyDictionary<string, AlertDelays> Delays { get; init; } = new Dictionary<string, AlertDelays>
    {
        // With the two minutes after which a charger counts as silent: five.
        [DeviceFellSilent.Silent] = new(Duration.FromMinutes(3), Duration.FromMinutes(1)),
        [BrokerLost] = new(Duration.FromMinutes(1), Duration.FromSeconds(30)),
        ["series_behind"] = new(Duration.FromMinutes(5), Duration.FromSeconds(30)),
        ["weak_signal"] = new(Duration.FromMinutes(5), Duration.FromMinutes(5)),
        ["under_voltage"] = new(Duration.FromMinutes(1), Duration.FromMinutes(1)),
    };

    public IReadOnlyList<LadderStep> Ladder { get; init; } =
    [
        new(new("值班台", "Staff desk"), Duration.Zero, Severity.Low, []),
        new(new("值班电话", "Duty phone"), Duration.FromMinutes(5), Severity.Medium, []),
        new(new("经理", "Manager"), Duration.FromMinutes(15), Severity.High, []),
    ];

    /// <summary>By type, for those that do not climb <see cref="Ladder"/>: who is trapped needs other people, and sooner.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<LadderStep>> Ladders { get; init; } =
        new Dictionary<string, IReadOnlyList<LadderStep>>();

    /// <summary>For the longest of them at most an alert is shelved.</summary>
    public ShiftPlan Shifts { get; init; } = ShiftPlan.Usual;

    /// <summary>What a device hangs behind, where the file says so.</summary>
    public IReadOnlyDictionary<DeviceId, DeviceId> Behind { get; init; } = new Dictionary<DeviceId, DeviceId>();

    /// <summary>Where the file says in which zone a device is.</summary>
    public IReadOnlyDictionary<DeviceId, string> Zones { get; init; } = new Dictionary<DeviceId, string>();

    /// <summary>Of all ladders.</summary>
    public IEnumerable<LadderStep> Steps => Ladders.Values.Prepend(Ladder).SelectMany(steps => steps);

    public IReadOnlyList<LadderStep> LadderOf(string type) => Ladders.GetValueOrDefault(type, Ladder);

    /// <summary>The same ladders, climbed in other times.</summary>
    public AlertPolicy Climbed(Func<Duration, Duration> after)
    {
        IReadOnlyList<LadderStep> Timed(IReadOnlyList<LadderStep> steps) =>
            [.. steps.Select(step => step with { After = after(step.After) })];
        return this with { Ladder = Timed(Ladder), Ladders = Ladders.ToDictionary(one => one.Key, one => Timed(one.Value)) };
    }

    /// <summary>Whether this notifier was notified that it began.</summary>
    public bool HasNotified(string notifier, Alert alert) => !alert.IsHistorical && LadderOf(alert.Key.Type).Take(alert.Escalated)
        .Any(step => alert.Severity >= step.From && NotifiersOf(step, alert).Contains(notifier));

    /// <summary>A notifier's own trouble goes another way: by the step's others, or where it has none by all there are.</summary>
    internal IEnumerable<string> NotifiersOf(LadderStep step, Alert alert)
    {
        if (alert.Key.Type is not (NotifierDown or NotifierRefused))
            return step.Notifiers;
        var others = step.Notifiers.Where(one => one != alert.Key.Component).ToList();
        return others.Count > 0 || step.Notifiers.Count == 0 ? others
            : Steps.SelectMany(one => one.Notifiers).Where(one => one != alert.Key.Component).Distinct();
    }

    /// <summary>Fire, smoke, people who cannot get out or call for help: nothing silences these, and they wait for no disk.</summary>
    public static bool ThreatensLife(string type) =>
        type is "fire" or "smoke" or "trapped" or "help_called" or "exit_stuck" or "input_unheard";

    internal AlertDelays DelaysOf(string type) => Delays.TryGetValue(type, out var delays) ? delays : new(Duration.Zero, DefaultOff);

    /// <summary>What it hangs behind, nearest first.</summary>
    public IEnumerable<DeviceId> Above(DeviceId device)
    {
        var seen = new HashSet<DeviceId> { device };
        for (var at = device; Behind.TryGetValue(at, out var parent) && seen.Add(parent); at = parent)
            yield return parent;
    }

    /// <summary>Nearest first; last of all this gateway itself.</summary>
    internal IEnumerable<DeviceId> Upstream(DeviceId device) =>
        device == HostConditionChanged.Host ? Above(device) : Above(device).Append(HostConditionChanged.Host);
}
