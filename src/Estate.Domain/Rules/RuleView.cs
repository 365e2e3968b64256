using NodaTime;

namespace Estate.Domain.Rules;

/// <summary>How a rule stands, for pages: for each device or part that it has something on.</summary>
public sealed record RuleView(
    Rule Rule, int Version, string? Disabled, Instant? SilencedUntil, string? SilencedFor, IReadOnlyList<RuleState> Active)
{
    public RuleStatus Status => Active.Select(one => one.Status).DefaultIfEmpty(RuleStatus.Idle).Max();

    internal static RuleView Of(RunningRule running) =>
        new(running.Rule, running.Version, running.Disabled, running.SilencedUntil, running.SilencedFor,
        [.. running.Instances.Values.Where(one => one.Status != RuleStatus.Idle)
        .Select(one => one.Save(running.Rule.Id, running.Version))]);
}
