using System.Text.Json;
using System.Text.Json.Nodes;
using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using Estate.Domain.Points;
using Estate.Domain.Rules.Cel;
using NodaTime;

namespace Estate.Domain.Rules;

/// <summary>
/// An instance's way from idle over pending to firing and back. Unknown neither satisfies nor clears; late data makes
/// history and moves nothing (design 2, rules 5 and 6).
/// </summary>
internal sealed class RuleLifecycle(RuleSchema schema, CelFrame frame, RuleInput input)
{
    /// <summary>Applies one evaluation; <paramref name="time"/> is when it was so.</summary>
    internal void Apply(RunningRule running, RuleInstance instance, CelTruth truth, EventTime time, Effects effects)
    {
        if (time.IsLate && instance is { Status: RuleStatus.Firing, IsLate: false })
            return;
        // What was known only afterwards must start over to count for now.
        if (!time.IsLate && instance is { IsLate: true, Status: not RuleStatus.Idle } && truth == CelTruth.True)
        {
            if (instance.Status == RuleStatus.Firing)
                End(running, instance, time, "known only afterwards", effects);
            instance.IsLate = false;
            Begin(running, instance, time.At, effects);
        }
        instance.IsLate = time.IsLate || instance is { IsLate: true, Status: RuleStatus.Firing };
        if (instance.Status == RuleStatus.Firing)
            Continue(running, instance, truth, time, effects);
        else if (truth != CelTruth.True)
        {
            if (instance.Status == RuleStatus.Pending)
                Move(running, instance, RuleStatus.Idle, time.At, effects);
        }
        else if (instance.Status == RuleStatus.Idle)
            Begin(running, instance, time.At, effects);
        if (instance.Status == RuleStatus.Pending && time.At - instance.Since >= running.Rule.Source.For)
            Fire(running, instance, time, effects);
    }

    private void Begin(RunningRule running, RuleInstance instance, Instant at, Effects effects)
    {
        if (running.Rule.Source.For > Duration.Zero)
            RecordSeen(running, instance, at);
        Move(running, instance, RuleStatus.Pending, at, effects);
    }

    private void RecordSeen(RunningRule running, RuleInstance instance, Instant at)
    {
        if (!instance.HasInput)
            return;
        SetInput(instance, at);
        instance.Seen = [
            .. running.Rule.When.Parts.SelectMany(part => part.Values(frame)).DistinctBy(pair => pair.Name)
            .Select(pair => new SeenValue(pair.Name, pair.Value.ToString()))];
        instance.Words = running.Rule.Text is { } text ? new Text(text.Zh.Fill(frame), text.En.Fill(frame)) : null;
    }

    /// <summary>Only time has passed.</summary>
    internal void OnTick(RunningRule running, RuleInstance instance, Effects effects)
    {
        var now = effects.Now.At;
        if (instance is { Status: RuleStatus.Pending, IsLate: false, IsDeviceSilent: false }
            && now - instance.Since >= running.Rule.Source.For)
            Fire(running, instance, effects.Time, effects);
        else if (instance.Status == RuleStatus.Firing && now - instance.QuietSince >= running.Rule.Source.Keep)
            End(running, instance, effects.Time, null, effects);
    }

    internal void End(RunningRule running, RuleInstance instance, EventTime time, string? reason, Effects effects)
    {
        var source = running.Rule.Source;
        effects.Record(
            new RuleCleared(
                AlertDevice(instance.Device), time, source.Id, running.Version, instance.Component, source.Severity, source.Title, reason));
        Move(running, instance, RuleStatus.Idle, time.At, effects);
    }

    /// <summary>Says it, unless the rule is silenced; also later, when a silence ends.</summary>
    internal void Fire(RunningRule running, RuleInstance instance, EventTime time, Effects effects)
    {
        var source = running.Rule.Source;
        RecordSeen(running, instance, time.At);
        var isSilenced = running.SilencedUntil > effects.Now.At;
        var fired = new RuleFired(
            AlertDevice(instance.Device), time, source.Id, running.Version, instance.Component, source.Severity, source.Title,
            instance.Since)
        {
            Seen = instance.Seen,
            Words = instance.Words,
            Labels = source.Labels,
            IsQuiet = isSilenced || !running.Rule.RaisesAlert,
            Hides = source.Hides.IsEmpty || isSilenced ? []
            : [.. schema.Related(instance.Device, TagsOf(instance)).Select(device => device.ToString())],
        };
        effects.Record(fired);
        instance.IsNotified = !isSilenced;
        Move(running, instance, RuleStatus.Firing, instance.Since, effects);
        // Nothing is asked on the strength of what was received before a restart.
        if (!isSilenced && !time.IsLate && instance.IsHeard)
            foreach (var action in running.Rule.Actions)
                Act(action, fired, instance, effects);
    }

    internal static void Move(RunningRule running, RuleInstance instance, RuleStatus status, Instant since, Effects effects)
    {
        (instance.Status, instance.Since, instance.QuietSince) = (status, since, null);
        Keep(running, instance, effects);
    }

    internal void SetInput(RuleInstance instance, Instant at) =>
        SetInput((instance.Fact, instance.Measurement), instance.Device, at, instance);

    /// <summary>What expressions see from now on.</summary>
    internal void SetInput((Fact? Fact, Measurement? Measurement) said, DeviceId device, Instant at, RuleInstance? instance = null) =>
        (input.Fact, input.Measurement, input.Device, input.At, input.Instance, frame.Subject) = (
            said.Fact, said.Measurement, device, at, instance, input);

    internal bool IsKnownDevice(DeviceId device) => schema.Knows(device) || device.Kind == "desk";

    internal static void Keep(RunningRule running, RuleInstance instance, Effects effects)
    {
        // What fires at once is saved as firing, not twice.
        var isMomentary = instance.Status == RuleStatus.Pending && running.Rule.Source.For == Duration.Zero;
        if (instance.Status == RuleStatus.Pending || instance.QuietSince is not null)
            running.Waiting.Add(instance);
        else
            running.Waiting.Remove(instance);
        if (!isMomentary)
            effects.Add(new RuleSaved(instance.Save(running.Rule.Id, running.Version)));
    }

    private void Continue(RunningRule running, RuleInstance instance, CelTruth truth, EventTime time, Effects effects)
    {
        var isOver = running.Rule.Clear is { } clear ? clear.Test(frame) == CelTruth.True : truth == CelTruth.False;
        if (!isOver)
        {
            if (instance.QuietSince is null || truth is CelTruth.Unknown or CelTruth.Error)
                return;
            instance.QuietSince = null;
            Keep(running, instance, effects);
        }
        else if (running.Rule.Source.Keep == Duration.Zero || time.At - instance.QuietSince >= running.Rule.Source.Keep)
            End(running, instance, time, null, effects);
        else if (instance.QuietSince is null)
        {
            instance.QuietSince = time.At;
            Keep(running, instance, effects);
        }
    }

    private void Act(RuleAction action, RuleFired fired, RuleInstance instance, Effects effects)
    {
        var by = "rule:" + fired.Rule;
        switch (action.Kind)
        {
            case "notify":
                Notify(action.To, fired, instance.Device, effects);
                break;
            case "review" when Evaluated(action) is { } values:
                effects.Request(new ReviewAwards(values["household"]!.ToString(), values["reason"]!.ToString()), by);
                break;
            case "ask" when Evaluated(action) is { } body:
                Ask(body, action, action.Device ?? instance.Device, by, effects);
                break;
        }
    }

    private static void Notify(IEnumerable<string> notifiers, RuleFired fired, DeviceId device, Effects effects)
    {
        var id = string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{fired.Rule}-{device.Kind}-{device.Name}-{fired.Component}-{fired.Since.ToUnixTimeMilliseconds()}");
        var key = new AlertKey(fired.Device, fired.Rule, fired.Component);
        var alert = new Alert(id, key, fired.Severity, fired.Title, fired.Since) { Value = fired.Words, RaisedAt = effects.Now.At };
        foreach (var notifier in notifiers)
            effects.Add(new Notified(new($"{id}-{notifier}", notifier, NotificationKind.Raised, fired.Title, effects.Now.At, alert)));
    }

    /// <summary>What a rule works out may be no value that the request takes, such as a number beyond its type.</summary>
    private static void Ask(JsonObject body, RuleAction action, DeviceId device, string by, Effects effects)
    {
        try
        {
            body["device"] = device.ToString();
            effects.Request((IDeviceRequest)body.Deserialize(action.Request!)!, by);
        }
        catch (JsonException mistake)
        {
            effects.Refuse(device, RejectReason.BadMember, $"{by}: {mistake.Message}");
        }
    }

    /// <summary>Null where a value is not known, or a number not finite: nothing is asked with half of what it needs.</summary>
    private JsonObject? Evaluated(RuleAction action)
    {
        var body = new JsonObject();
        foreach (var (name, program) in action.With)
            body[name] = program.Evaluate(frame) switch
            {
                { Kind: CelKind.Int } whole => JsonValue.Create(whole.AsInt),
                { Kind: CelKind.Double } number when double.IsFinite(number.AsDouble) => JsonValue.Create(number.AsDouble),
                { Kind: CelKind.Bool } flag => JsonValue.Create(flag.AsBool),
                { Kind: CelKind.Double } => null,
                { IsKnown: true } other => JsonValue.Create(other.ToString()),
                _ => null,
            };
        return body.Any(pair => pair.Value is null) ? null : body;
    }

    /// <summary>Alerts about something that is not a device are raised on the gateway.</summary>
    internal DeviceId AlertDevice(DeviceId device) => schema.Knows(device) ? device : HostConditionChanged.Host;

    private static System.Collections.Immutable.ImmutableArray<(string Key, string Value)> TagsOf(RuleInstance instance) =>
        instance.Measurement is { } measurement ? measurement.Tags : [];
}
