using Estate.Domain.Devices;
using Estate.Domain.Rules.Cel;

namespace Estate.Domain.Rules;

/// <summary>Checks what a rule wants done. It can ask only for what a kind offers to rules: no latch is reset, no limit moved.</summary>
internal sealed class RuleActions(
    RuleSchema schema, IReadOnlyList<string> notifiers, Func<string, string, CelProgram?> compile, Action<string, string> wrong)
{
    private static readonly string[] Kinds = ["alert", "notify", "ask", "announce", "review"];

    internal IReadOnlyList<RuleAction> Read(RuleSource rule) =>
        rule.Do.IsEmpty ? [new("alert", [])] : [.. rule.Do.Select(action => Read(action, rule)).OfType<RuleAction>()];

    private RuleAction? Read(ActionSource action, RuleSource rule)
    {
        switch (action.Kind)
        {
            case "alert":
                return new("alert", []);
            case "notify":
                foreach (var name in action.To.Where(name => !notifiers.Contains(name)))
                    wrong("do", $"there is no notifier '{name}' in estate.yaml{CelEnvironment.Suggest(name, notifiers)}");
                return new("notify", action.To);
            case "review":
                return new("review", []) { With = Values(action, ["household", "reason"]) };
            case "ask" or "announce":
                return Ask(action, rule);
            default:
                wrong("do", $"'{action.Kind}' is nothing a rule can do{CelEnvironment.Suggest(action.Kind, Kinds)}. It can: "
                    + $"{string.Join(", ", Kinds)}");
                return null;
        }
    }

    private RuleAction? Ask(ActionSource action, RuleSource rule)
    {
        var target = action.To.FirstOrDefault("this");
        var kinds = target == "this" ? rule.Devices.Select(device => device.Split('/')[0]).Distinct().ToList() : [target.Split('/')[0]];
        if (target != "this" && schema.Inventory.All(settings => settings.Device.ToString() != target))
            wrong("do", $"there is no device '{target}' in "
                + $"estate.yaml{CelEnvironment.Suggest(target, schema.Inventory.Select(settings => settings.Device.ToString()))}");
        else if (kinds is not [var name] || schema.Kind(name) is not { } kind)
            wrong("do", "to ask the device itself, say of which kind it is: devices: [charger]");
        else if ((kind as IRuleTargetKind)?.RuleRequests.GetValueOrDefault(action.Request) is not { } request)
            wrong("do", $"a rule cannot ask a {name} to '{action.Request}'. It can ask: "
                + $"{(kind is IRuleTargetKind asked ? string.Join(", ", asked.RuleRequests.Keys) : "nothing")}");
        else
            return new("ask", [])
            {
                Device = target == "this" ? null : DeviceId.Parse(target),
                Request = request,
                With = Values(action, [.. request.Properties.Select(member => member.Name).Where(member => member != "device")])
            };
        return null;
    }

    private List<(string, CelProgram)> Values(ActionSource action, IReadOnlyList<string> needed)
    {
        foreach (var missing in needed.Except(action.With.Keys))
            wrong("do", $"{action.Kind} needs '{missing}'");
        foreach (var unknown in action.With.Keys.Except(needed))
            wrong("do", $"{action.Kind} has no '{unknown}'{CelEnvironment.Suggest(unknown, needed)}");
        return [.. action.With.Select(pair => (pair.Key, compile($"do.{action.Kind}.{pair.Key}", pair.Value)!))
            .Where(pair => pair.Item2 is not null)];
    }
}
