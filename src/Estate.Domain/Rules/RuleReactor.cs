using System.Globalization;
using Estate.Domain.Devices;
using Estate.Domain.Rules.Cel;
using NodaTime;

namespace Estate.Domain.Rules;

/// <summary>
/// The rules at work: applies facts and measurements as they arrive, in event time, and records the results. The same reactor
/// runs live and over history. A rule that fails goes out of use, loudly; the others go on.
/// </summary>
public sealed class RuleReactor : IReactor
{
    /// <summary>Under whose name changes of rules are journaled.</summary>
    public static readonly DeviceId JournalId = new("desk", "rules");

    private static readonly Duration EvaluateEvery = Duration.FromMinutes(1);

    private readonly CelFrame _frame = new();
    private readonly RuleLifecycle _lifecycle;
    private readonly RuleBook _book;
    private Instant _evaluatedAt = Instant.MinValue;

    private readonly bool _remembersAll;

    /// <param name="remembersAll">Also what satisfies nothing is remembered, so that it can be asked why; takes memory.</param>
    public RuleReactor(RuleSchema schema, bool remembersAll = false)
    {
        _remembersAll = remembersAll;
        _lifecycle = new(schema, _frame, new RuleInput());
        _book = new(_lifecycle);
    }

    /// <summary>What was known when the gateway stopped; before <see cref="LoadRules"/>.</summary>
    public void Restore(IEnumerable<RuleFact> newestFirst, IEnumerable<RuleState> states) => _book.Restore(newestFirst, states);

    /// <summary>How each rule stands.</summary>
    public IEnumerable<RuleView> Views() => _book.All.Select(RuleView.Of);

    /// <summary>How its rules stand towards a device at that time, part by part of each condition.</summary>
    public IReadOnlyList<RuleStanding> StandingsOf(DeviceId device, Instant at) =>
        [.. _book.All.SelectMany(running =>
            running.Instances.Values.Where(instance => instance.Device == device && instance.HasInput)
            .Select(instance => Standing(running, instance, at)))];

    private RuleStanding Standing(RunningRule running, RuleInstance instance, Instant at)
    {
        _lifecycle.SetInput(instance, at);
        var parts = running.Rule.When.Parts.Select(part =>
            new PartStanding(
                part.Text, part.Test(_frame),
                [.. part.Values(_frame).Select(pair => new SeenValue(pair.Name, pair.Value.ToString()))])).ToList();
        return new(
            instance.Component, instance.Status, instance.Since, instance.Newest, instance.IsDeviceSilent, instance.IsInputLate,
            running.Rule.When.Test(_frame), parts);
    }

    /// <summary>When a wait is over next, of those that end later than <paramref name="after"/>; null where there is none.</summary>
    public Instant? NextDue(Instant after)
    {
        Instant? next = null;
        foreach (var running in _book.All)
            foreach (var one in running.Waiting)
                if ((one.QuietSince is { } quiet ? quiet + running.Rule.Source.Keep : one.Since + running.Rule.Source.For) is var due
                    && due > after && (next is null || due < next))
                    next = due;
        return next;
    }

    /// <summary>Time alone may move something.</summary>
    public bool IsWaiting => _book.All.Any(running => running.Waiting.Count > 0);

    public void React(Fact fact, Effects effects)
    {
        if (fact is RuleFact)
            return;
        if (fact is DeviceFellSilent silent)
            MarkSilent(silent, effects);
        var (rules, device, time) = (_book.On(fact.GetType()), fact.Device, fact.Time);
        if (rules.Count > 0)
            OnInput(rules, (fact, null), device, time, effects);
    }

    public void React(Measurement measurement, DeviceId speaker, Effects effects)
    {
        var rules = _book.On(measurement.Name);
        if (rules.Count == 0)
            return;
        OnInput(rules, (null, measurement), speaker, new EventTime(measurement.At, effects.Now.At, effects.Now.Clock), effects);
    }

    public bool TryHandle(IRequest request, string by, Instant now, Effects effects)
    {
        switch (request)
        {
            case LoadRules load:
                _book.Load(load, by, effects);
                foreach (var fact in load.History)
                    foreach (var running in _book.On(fact.GetType()))
                        Safely(running, effects, () => Remember(running, fact));
                return true;
            case SilenceRule silence:
                _book.Silence(silence, by, effects);
                return true;
            case EnableRule enable:
                _book.Enable(enable.Rule, by, effects);
                return true;
            default:
                return false;
        }
    }

    public void ClockStepped(Duration by)
    {
        foreach (var instance in _book.All.SelectMany(running => running.Instances.Values))
            instance.Shift(by);
    }

    public void Tick(Instant now, Effects effects)
    {
        var isMinute = now - EvaluateEvery >= _evaluatedAt || now < _evaluatedAt;
        if (isMinute)
            _evaluatedAt = now;
        foreach (var running in _book.All.Where(one => one.Disabled is null))
        {
            if (isMinute && running.Rule.UsesTime)
                foreach (var instance in running.Instances.Values)
                    if (instance is { IsDeviceSilent: false, HasInput: true, IsInputLate: false })
                        Evaluate(running, instance, effects.Time, effects);
            if (running.Waiting.Count > 0)
                foreach (var instance in running.Waiting.ToList())
                    Safely(running, effects, () => _lifecycle.OnTick(running, instance, effects));
            if (running.SilencedUntil <= now)
                Safely(running, effects, () => _book.EndSilence(running, effects));
            if (isMinute)
                running.Forget(now);
        }
    }

    private void OnInput(
        List<RunningRule> rules, (Fact? Fact, Measurement? Measurement) said, DeviceId device, EventTime time, Effects effects)
    {
        foreach (var running in rules)
            if (running.Disabled is null && running.Rule.Matches(device))
            {
                _lifecycle.SetInput(said, device, time.At);
                try
                {
                    UpdateInstance(running, said, device, time, effects);
                }
                catch (Exception failure) when (failure is not OutOfMemoryException)
                {
                    _book.Disable(running, failure.Message, effects);
                }
            }
    }

    private void UpdateInstance(
        RunningRule running, (Fact? Fact, Measurement? Measurement) said, DeviceId device, EventTime time, Effects effects)
    {
        var rule = running.Rule;
        if (running.Instances.Count == 0 && rule.Windows.Length == 0)
        {
            // By far the most frequent case: nothing is wrong, and nothing needs to be remembered.
            var truth = Test(running, effects);
            if (truth != CelTruth.True && !rule.UsesTime && !_remembersAll)
                return;
        }
        var instance = running.Instance((device, ComponentOf(rule, said.Measurement, device)));
        if (running.Instances.Count > RunningRule.MaxInstances)
            _book.Disable(running, $"it tells more than {RunningRule.MaxInstances} parts apart", effects);
        if (time.At < instance.Newest || running.Disabled is not null)
            return;
        (instance.Newest, instance.Fact, instance.Measurement) = (time.At, said.Fact, said.Measurement);
        (instance.IsDeviceSilent, instance.IsInputLate, instance.IsHeard) = (false, time.IsLate, true);
        Push(running, instance, time.At);
        Evaluate(running, instance, time, effects);
    }

    private void Evaluate(RunningRule running, RuleInstance instance, EventTime time, Effects effects)
    {
        _lifecycle.SetInput(instance, time.At);
        var truth = Test(running, effects);
        if (running.Disabled is null)
            Safely(running, effects, () => _lifecycle.Apply(running, instance, truth, time, effects));
    }

    private CelTruth Test(RunningRule running, Effects effects)
    {
        var truth = CelTruth.Error;
        Exception? failure = null;
        try
        {
            truth = running.Rule.When.Test(_frame);
        }
        catch (Exception thrown) when (thrown is not OutOfMemoryException)
        {
            failure = thrown;
        }
        running.Errors = truth == CelTruth.Error ? running.Errors + 1 : 0;
        if (failure is not null)
            _book.Disable(running, failure.Message, effects);
        else if (_frame.Steps > CelFrame.MaxSteps)
            _book.Disable(running, CelFrame.TooExpensive, effects);
        else if (running.Errors >= RunningRule.ErrorsAllowed)
            _book.Disable(running, ProblemOf(running), effects);
        return truth;
    }

    private string ProblemOf(RunningRule running) =>
        running.Rule.When.Evaluate(_frame) is { Kind: CelKind.Error } error ? error.Problem : "no condition";

    private void Safely(RunningRule running, Effects effects, Action step)
    {
        try
        {
            step();
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            _book.Disable(running, failure.Message, effects);
        }
    }

    private void Push(RunningRule running, RuleInstance instance, Instant at)
    {
        for (var i = 0; i < instance.Windows.Length; i++)
            instance.Windows[i].Add(at, running.Rule.Windows[i].Of.Evaluate(_frame));
    }

    /// <summary>How it was before the start: fills windows and is evaluated again as time passes, but fires nothing on its own.</summary>
    private void Remember(RunningRule running, Fact fact)
    {
        if (!running.Rule.UsesTime || !running.Rule.Matches(fact.Device))
            return;
        _lifecycle.SetInput((fact, null), fact.Device, fact.Time.At);
        var instance = running.Instance((fact.Device, ComponentOf(running.Rule, null, fact.Device)));
        if (fact.Time.At <= instance.Newest)
            return;
        // What the device is like now, it must say itself; but its silence is known.
        (instance.Newest, instance.Fact, instance.IsDeviceSilent) = (
            fact.Time.At, fact, !running.Rule.Facts.Contains(typeof(DeviceFellSilent)));
        Push(running, instance, fact.Time.At);
    }

    /// <summary>A silent device satisfies nothing and clears nothing, unless the rule is about silence.</summary>
    private void MarkSilent(DeviceFellSilent silent, Effects effects)
    {
        foreach (var running in _book.All)
            if (!running.Rule.Facts.Contains(typeof(DeviceFellSilent)))
                foreach (var instance in running.Instances.Values)
                    if (instance.Device == silent.Device)
                    {
                        instance.IsDeviceSilent = true;
                        if (instance.Status == RuleStatus.Pending)
                            RuleLifecycle.Move(running, instance, RuleStatus.Idle, silent.Time.At, effects);
                    }
    }

    /// <summary>Which part of the device is meant: <c>socket-3</c>. Tags that only repeat the device's name say nothing.</summary>
    private string ComponentOf(Rule rule, Measurement? measurement, DeviceId device)
    {
        if (rule.Parts.Count > 0)
            return string.Join(
                '-', rule.Parts.Select(part =>
                    $"{part.Name[(part.Name.IndexOf('.', StringComparison.Ordinal) + 1)..]}-{part.Read(_frame)}"));
        return measurement is null ? ""
            : string.Join(
                '-', measurement.Tags.Where(tag => tag.Value != device.Name)
                .Select(tag => string.Create(CultureInfo.InvariantCulture, $"{tag.Key}-{tag.Value}")));
    }
}
