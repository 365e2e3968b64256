using Estate.Adapters.Notify;
using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Gateway.Configuration;

/// <summary>The estate's rules about alerts, and the ways of telling people.</summary>
internal sealed record AlertsModel(AlertPolicy Policy, IReadOnlyList<EstateFile.NotifierSection> Notifiers)
{
    internal static readonly AlertsModel Default = new(new AlertPolicy(), []);

    private static readonly string[] Types =
        ["wecom", "dingtalk", "feishu", "ntfy", "gotify", "webpush", "webhook", "alertmanager", "mail"];

    private static readonly Duration ShortestShift = Duration.FromHours(1);

    /// <param name="wrong">Gets each error with its place.</param>
    internal static AlertsModel From(EstateFile.AlertsSection section, IReadOnlyList<DeviceSettings> inventory, Action<string> wrong)
    {
        foreach (var (notifier, index) in section.Notifiers.Select((one, index) => (one, index)))
            foreach (var problem in Problems(notifier))
                wrong($"alerts.notifiers[{index}]: {problem}");
        if (section.Notifiers.DistinctBy(one => one.Name).Count() != section.Notifiers.Count)
            wrong("alerts.notifiers: two have the same name");
        if (section.Notifiers.Count(one => one.Type == "webpush") > 1)
            wrong("alerts.notifiers: one webpush is enough; it reaches all staff who turned it on");
        var policy = Placed(new(), inventory, wrong);
        if (section.Ladder.Count > 0)
            policy = policy with
            { Ladder = [.. section.Ladder.Select((step, index) => Step(step, $"alerts.ladder[{index}]", section, wrong))] };
        CheckRises(policy.Ladder, "alerts.ladder", wrong);
        policy = policy with { Ladders = OwnLadders(section, wrong) };
        var delays = new Dictionary<string, AlertDelays>(policy.Delays);
        foreach (var delay in section.Delays)
            if (delay is { OnS: >= 0 and <= 86400, OffS: >= 0 and <= 86400, Type.Length: > 0 })
                delays[delay.Type] = new(Duration.FromSeconds(delay.OnS), Duration.FromSeconds(delay.OffS));
            else
                wrong($"alerts.delays: '{delay.Type}' needs a type, and on_s and off_s of 0 to 86400");
        return new(policy with { Delays = delays, Shifts = Shifts(section.Shifts, wrong) }, section.Notifiers);
    }

    /// <summary>The same, where the devices are these.</summary>
    internal AlertsModel In(IReadOnlyList<DeviceSettings> inventory) => this with { Policy = Placed(Policy, inventory, _ => { }) };

    private static AlertPolicy Placed(AlertPolicy policy, IReadOnlyList<DeviceSettings> inventory, Action<string> wrong) => policy with
    {
        Behind = Topology(inventory, wrong),
        Zones = inventory.Where(one => one.Values.GetValueOrDefault("zone", "").Length > 0)
            .ToDictionary(one => one.Device, one => one.Values["zone"]),
    };

    private static ShiftPlan Shifts(List<string> section, Action<string> wrong)
    {
        if (section.Count == 0)
            return ShiftPlan.Usual;
        var begins = section.Select(text => NightlyHour.Written.Parse(text)).ToList();
        foreach (var (begin, index) in begins.Select((one, index) => (one, index)).Where(one => !one.one.Success))
            wrong($"alerts.shifts[{index}]: '{section[index]}' is not a time such as \"08:00\"");
        if (section.Count is not (2 or 3))
            wrong($"alerts.shifts: two or three times at which a shift begins, not {section.Count}");
        else if (begins.TrueForAll(one => one.Success))
        {
            var plan = new ShiftPlan([.. begins.Select(one => one.Value)]);
            if (plan.Shortest >= ShortestShift)
                return plan;
            wrong("alerts.shifts: each begins an hour or more after the one before");
        }
        return ShiftPlan.Usual;
    }

    private static Dictionary<string, IReadOnlyList<LadderStep>> OwnLadders(EstateFile.AlertsSection section, Action<string> wrong)
    {
        var all = new Dictionary<string, IReadOnlyList<LadderStep>>();
        foreach (var (ladder, index) in section.Ladders.Select((one, index) => (one, index)))
        {
            var where = $"alerts.ladders[{index}]";
            if (ladder.For.Count == 0 || ladder.Steps.Count == 0)
                wrong($"{where}: for which types of alerts (for: [trapped]), and steps as those of alerts.ladder");
            IReadOnlyList<LadderStep> steps =
                [.. ladder.Steps.Select((step, number) => Step(step, $"{where}.steps[{number}]", section, wrong))];
            CheckRises(steps, where, wrong);
            foreach (var type in ladder.For.Where(type => !all.TryAdd(type, steps)))
                wrong($"{where}.for: '{type}' has a ladder already");
        }
        return all;
    }

    private static void CheckRises(IReadOnlyList<LadderStep> steps, string where, Action<string> wrong)
    {
        if (steps.Zip(steps.Skip(1)).Any(pair => pair.First.After > pair.Second.After))
            wrong($"{where}: after_min rises from step to step");
    }

    private static LadderStep Step(EstateFile.LadderSection step, string where, EstateFile.AlertsSection all, Action<string> wrong)
    {
        foreach (var name in step.Notify.Where(name => all.Notifiers.All(one => one.Name != name)))
            wrong($"{where}.notify: there is no notifier '{name}'");
        var isPossible = step.AfterMin is >= 0 and <= 1440;
        if (!isPossible)
            wrong($"{where}.after_min: 0 to 1440");
        var from = Enum.GetValues<Severity>().Cast<Severity?>().FirstOrDefault(severity => WireName.Of(severity!.Value) == step.From);
        if (from is null)
            wrong($"{where}.from: low, medium or high");
        return new(new(step.Zh, step.En), Duration.FromMinutes(isPossible ? step.AfterMin : 0), from ?? Severity.Low, step.Notify);
    }

    private static IEnumerable<string> Problems(EstateFile.NotifierSection notifier)
    {
        if (!DeviceId.IsValidLevel(notifier.Name))
            yield return $"name: '{notifier.Name}' is not of [a-z0-9-]";
        if (!Types.Contains(notifier.Type))
            yield return $"type: {string.Join(", ", Types)}";
        if (notifier.Type is "webhook" or "alertmanager" or "ntfy" or "gotify"
            && !(Uri.TryCreate(notifier.Url, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
            yield return $"url: '{notifier.Url}' is not an http address";
        if (notifier.Type == "ntfy" && Uri.TryCreate(notifier.Url, UriKind.Absolute, out var topic)
            && topic.AbsolutePath.Trim('/').Length == 0)
            yield return $"url: '{notifier.Url}' names no topic, as https://ntfy.sh/estate-duty does";
        if (notifier.RepeatS is not (>= 1 and <= 3600))
            yield return "repeat_s: 1 to 3600";
        if (notifier.Type == "webpush" && !MailTarget.IsAddress(notifier.From))
            yield return "from: webpush needs a mail address to which the browsers' push services may write";
        if (notifier is { Type: "webpush", Url: { } own } && !Uri.TryCreate(own, UriKind.Absolute, out _))
            yield return $"url: '{own}' is no address of a push service of one's own";
        foreach (var problem in notifier.Type == "mail" ? MailProblems(notifier) : [])
            yield return problem;
    }

    private static IEnumerable<string> MailProblems(EstateFile.NotifierSection mail)
    {
        if (mail.Host.Length == 0 || mail.To.Count == 0 || !mail.To.Append(mail.From).All(MailTarget.IsAddress))
            yield return "mail needs host, from and at least one to, as addresses";
        if (mail.Port is < 1 or > 65535)
            yield return "port: 1 to 65535";
        if (MailServer.TlsOf(mail.Tls, mail.Port) is null)
            yield return $"tls: '{mail.Tls}' is none of true, false, starttls and implicit";
    }

    private static Dictionary<DeviceId, DeviceId> Topology(IReadOnlyList<DeviceSettings> inventory, Action<string> wrong)
    {
        var behind = new Dictionary<DeviceId, DeviceId>();
        foreach (var settings in inventory.Where(one => one.Values.ContainsKey(DeviceSettings.Behind)))
            if (inventory.FirstOrDefault(one => one.Device.ToString() == settings.Values[DeviceSettings.Behind]) is { } parent
                && parent.Device != settings.Device)
                behind[settings.Device] = parent.Device;
            else
                wrong($"{settings.Device}: behind is '{settings.Values[DeviceSettings.Behind]}', which is no other device of this file");
        foreach (var device in behind.Keys.ToList())
            if (CircleOf(behind, device) is { } round)
            {
                wrong($"{device}: behind goes round in a circle: {string.Join(" → ", round.Append(device))}; "
                    + "nothing would be behind anything");
                // Said once.
                behind.Remove(device);
            }
        return behind;
    }

    /// <summary>From this device back to it; null where the way ends, or ends in another circle.</summary>
    private static List<DeviceId>? CircleOf(Dictionary<DeviceId, DeviceId> behind, DeviceId device)
    {
        List<DeviceId> way = [device];
        for (var at = device; behind.TryGetValue(at, out var parent) && way.Count <= behind.Count; way.Add(at = parent))
            if (parent == device)
                return way;
        return null;
    }
}
