using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Rules;

/// <summary>The rules in force, by what they look at; their versions, silences and failures.</summary>
internal sealed class RuleBook(RuleLifecycle lifecycle)
{
    private const int MaxReason = 500;
    private static readonly List<RunningRule> None = [];

    private readonly Dictionary<string, (int Version, string Written)> _versions = [];
    private readonly Dictionary<string, RuleSilenced> _silences = [];
    private readonly Dictionary<string, RuleDisabled> _failures = [];
    private List<RuleState> _saved = [];
    private Dictionary<Type, List<RunningRule>> _byFact = [];
    private Dictionary<string, List<RunningRule>> _bySeries = [];

    internal IReadOnlyList<RunningRule> All { get; private set; } = [];

    internal List<RunningRule> On(Type fact) => _byFact.TryGetValue(fact, out var rules) ? rules : None;

    internal List<RunningRule> On(string series) => _bySeries.TryGetValue(series, out var rules) ? rules : None;

    internal void Restore(IEnumerable<RuleFact> newestFirst, IEnumerable<RuleState> states)
    {
        var enabled = new HashSet<string>();
        foreach (var fact in newestFirst)
            if (fact is RuleChanged changed)
                _versions.TryAdd(changed.Rule, (changed.Version, changed.Written));
            else if (fact is RuleSilenced silenced)
                _silences.TryAdd(silenced.Rule, silenced);
            else if (fact is RuleDisabled failed && !enabled.Contains(failed.Rule))
                _failures.TryAdd(failed.Rule, failed);
            else if (fact is RuleEnabled back && !_failures.ContainsKey(back.Rule))
                enabled.Add(back.Rule);
        _saved = [.. states];
    }

    internal void Load(LoadRules load, string by, Effects effects)
    {
        var before = All.ToDictionary(running => running.Rule.Id);
        var all = new List<RunningRule>();
        foreach (var rule in load.Rules)
            if (before.Remove(rule.Id, out var same) && same.Rule.Source.Written == rule.Source.Written)
                all.Add(same);
            else
            {
                if (same is not null)
                    Leave(same, "the rule was changed", effects);
                all.Add(Begin(rule, by, effects));
            }
        foreach (var gone in before.Values)
            Leave(gone, "the rule was taken out", effects);
        foreach (var gone in _versions.Where(pair => pair.Value.Written.Length > 0 && load.Rules.All(rule => rule.Id != pair.Key)).ToList())
            Change(gone.Key, "", by, effects);
        All = all;
        _byFact = all.SelectMany(running => running.Rule.Facts.Select(type => (type, running))).GroupBy(pair => pair.type)
            .ToDictionary(group => group.Key, group => group.Select(pair => pair.running).ToList());
        _bySeries = all.Where(running => running.Rule.Series is not null).GroupBy(running => running.Rule.Series!)
            .ToDictionary(group => group.Key, group => group.ToList());
        Adopt(effects);
        effects.Answer = new("loaded", new($"已启用 {all.Count} 条规则", $"{all.Count} rules are in force"), [("rules", all.Count)]);
    }

    internal void Disable(RunningRule running, string problem, Effects effects)
    {
        if (running.Disabled is not null)
            return;
        running.Disabled = problem;
        // Input missed while it is disabled must not count when it is back.
        Finish(running, "the rule is out of use", effects);
        effects.Record(new RuleDisabled(HostConditionChanged.Host, effects.Time, running.Rule.Id, running.Version, problem));
    }

    internal void Enable(string id, string by, Effects effects)
    {
        if (Find(id, effects) is not { } running)
            return;
        if (running.Disabled is null)
        {
            effects.Refuse(RuleReactor.JournalId, "not_disabled", new Text("这条规则没有停用", "this rule is in use"));
            return;
        }
        (running.Disabled, running.Errors) = (null, 0);
        effects.Record(new RuleEnabled(HostConditionChanged.Host, effects.Time, id, by));
        effects.Answer = new("enabled", new("规则已恢复", "The rule is in use again"), []);
    }

    internal void Silence(SilenceRule order, string by, Effects effects)
    {
        if (Find(order.Rule, effects) is not { } running)
            return;
        if (order.Minutes is < 0 or > 31 * 24 * 60 || string.IsNullOrWhiteSpace(order.Reason) || order.Reason.Length > MaxReason)
        {
            effects.Refuse(RuleReactor.JournalId, "bad_request", new Text("请写明原因，时间最长 31 天", "say why, and for at most 31 days"));
            return;
        }
        var until = order.Minutes == 0 ? (Instant?)null : effects.Now.At + Duration.FromMinutes(order.Minutes);
        var silenced = new RuleSilenced(RuleReactor.JournalId, effects.Time, order.Rule, until, order.Reason.Trim(), by);
        effects.Record(silenced);
        _silences[order.Rule] = silenced;
        (running.SilencedUntil, running.SilencedFor) = (until ?? effects.Now.At, silenced.Reason);
        // Open alerts are withdrawn: a silence takes effect at once.
        foreach (var instance in running.Instances.Values.Where(one =>
                one is { Status: RuleStatus.Firing, IsNotified: true } && until is not null).ToList())
        {
            effects.Record(
                new RuleCleared(
                    lifecycle.AlertDevice(instance.Device), effects.Time, order.Rule, running.Version, instance.Component,
                    running.Rule.Source.Severity, running.Rule.Source.Title, "silenced"));
            instance.IsNotified = false;
            RuleLifecycle.Keep(running, instance, effects);
        }
        if (until is null)
            EndSilence(running, effects);
        effects.Answer = new(
            "silenced", until is null ? new("规则恢复通知", "The rule speaks again")
            : new($"{order.Minutes} 分钟内不通知", $"Silent for {order.Minutes} minutes"), []);
    }

    /// <summary>A silence is over: what still holds is reported now.</summary>
    internal void EndSilence(RunningRule running, Effects effects)
    {
        (running.SilencedUntil, running.SilencedFor) = (null, null);
        foreach (var instance in running.Instances.Values.Where(one =>
                one is { Status: RuleStatus.Firing, IsNotified: false, IsLate: false, QuietSince: null }).ToList())
            lifecycle.Fire(running, instance, effects.Time, effects);
    }

    private RunningRule Begin(Rule rule, string by, Effects effects)
    {
        var isKnown = _versions.TryGetValue(rule.Id, out var last) && last.Written == rule.Source.Written;
        var running = new RunningRule(rule, isKnown ? last.Version : Change(rule.Id, rule.Source.Written, by, effects));
        // One that ended meanwhile is ended by the next tick, which reports what still holds.
        if (_silences.TryGetValue(rule.Id, out var silence) && silence.Until is not null)
            (running.SilencedUntil, running.SilencedFor) = (silence.Until, silence.Reason);
        if (_failures.Remove(rule.Id, out var failed) && failed.Version == running.Version)
            running.Disabled = failed.Problem;
        else if (failed is not null)
            effects.Record(new RuleEnabled(HostConditionChanged.Host, effects.Time, rule.Id, by));
        return running;
    }

    private int Change(string id, string written, string by, Effects effects)
    {
        var version = _versions.GetValueOrDefault(id).Version + 1;
        _versions[id] = (version, written);
        effects.Record(new RuleChanged(RuleReactor.JournalId, effects.Time, id, version, written, by));
        return version;
    }

    private void Leave(RunningRule running, string reason, Effects effects)
    {
        Finish(running, reason, effects);
        if (running.Disabled is not null)
            effects.Record(new RuleEnabled(HostConditionChanged.Host, effects.Time, running.Rule.Id, reason));
    }

    private void Finish(RunningRule running, string reason, Effects effects)
    {
        foreach (var instance in running.Instances.Values)
            if (instance.Status == RuleStatus.Firing)
                lifecycle.End(running, instance, effects.Time, reason, effects);
            else if (instance.Status == RuleStatus.Pending)
                RuleLifecycle.Move(running, instance, RuleStatus.Idle, effects.Now.At, effects);
    }

    /// <summary>What ran when the gateway stopped runs on; what ran of a rule that is no more, or another, is over.</summary>
    private void Adopt(Effects effects)
    {
        foreach (var state in _saved)
            if (All.FirstOrDefault(running => running.Rule.Id == state.Rule && running.Version == state.Version) is { } running
                && lifecycle.IsKnownDevice(state.Device))
            {
                var instance = running.Instance((state.Device, state.Component));
                instance.Adopt(state);
                if (state.Status == RuleStatus.Pending || state.QuietSince is not null)
                    running.Waiting.Add(instance);
            }
            else
            {
                effects.Add(new RuleSaved(state with { Status = RuleStatus.Idle }));
                if (state.Status == RuleStatus.Firing)
                    effects.Record(new RuleCleared(
                        lifecycle.AlertDevice(state.Device), effects.Time, state.Rule, state.Version, state.Component, Severity.Low,
                        Text.Same(state.Rule), "the rule was changed"));
            }
        _saved = [];
    }

    private RunningRule? Find(string id, Effects effects)
    {
        if (All.FirstOrDefault(running => running.Rule.Id == id) is { } running)
            return running;
        effects.Refuse(RuleReactor.JournalId, "no_such_rule", new Text("没有这条规则", "there is no such rule"));
        return null;
    }
}
