using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Alerts;

/// <summary>
/// Turns what slices say is wrong into alerts: one per device, type and component, notified on its way in and out and not in
/// between, with one cause instead of its hundred effects.
/// </summary>
public sealed class AlertReactor : IReactor
{
    /// <summary>The id under which hand-overs are journaled and pages are notified of changes.</summary>
    public static readonly DeviceId JournalId = new("desk", "alerts");

    private readonly AlertBook _book = new();
    private AlertSuppression _suppression;
    private readonly SilenceBook _silences;
    private readonly HashSet<DeviceId> _devices = [HostConditionChanged.Host];

    public AlertReactor(AlertPolicy policy) => (Policy, _suppression, _silences) = (policy, new(policy, _book), new(policy));

    /// <summary>What silences are read from at a start.</summary>
    public static IReadOnlyList<Type> RecoversFrom { get; } = [typeof(SilenceBegan), typeof(SilenceEnded)];

    /// <summary>All that are not closed.</summary>
    public IReadOnlyCollection<Alert> Open => _book.Open;

    /// <summary>Shelves and planned work that are on or to come.</summary>
    public IReadOnlyList<Silence> Silences => _silences.All;

    public AlertPolicy Policy { get; private set; }

    /// <summary>Between two steps: another device is there, or hangs elsewhere. What is open stays as it is.</summary>
    public void Use(AlertPolicy policy)
    {
        (Policy, _suppression) = (policy, new(policy, _book));
        _silences.Use(policy);
    }

    /// <summary>Those that were not closed when the gateway stopped, and those closed within the last hour.</summary>
    public void Restore(IEnumerable<Alert> alerts) => _book.Restore(alerts);

    /// <param name="facts">Of <see cref="RecoversFrom"/>, those of the last weeks.</param>
    public void RestoreSilences(IEnumerable<Fact> facts, Instant now) => _silences.Restore(facts.OfType<AlertFact>(), now);

    public void Resume(IEnumerable<(DeviceId Device, object State)> devices) => _devices.UnionWith(devices.Select(one => one.Device));

    public void React(Fact fact, Effects effects)
    {
        foreach (var condition in fact.Conditions)
            Apply(new(fact.Device, condition.Type, condition.Component), condition, fact.Time, effects);
    }

    public bool TryHandle(IRequest request, string by, Instant now, Effects effects)
    {
        switch (request)
        {
            case AcknowledgeAlert acknowledge:
                AlertActions.Acknowledge(_book, acknowledge, by, effects);
                return true;
            case ResetAlert reset:
                AlertActions.Reset(_book, reset, effects);
                return true;
            case HandOverShift handOver:
                AlertActions.HandOver(_book, _silences, handOver, by, effects);
                return true;
            case ShelveAlert shelve:
                SilenceActions.Shelve(_silences, _book, shelve, by, effects);
                break;
            case PlanWork work:
                SilenceActions.Plan(_silences, (Policy, _devices), work, by, effects);
                break;
            case EndSilence end:
                SilenceActions.End(_silences, end, by, effects);
                break;
            default:
                return false;
        }
        MarkSilenced(now, effects);
        return true;
    }

    public void ClockStepped(Duration by)
    {
        _book.Shift(by);
        _silences.Shift(by);
    }

    public void Tick(Instant now, Effects effects)
    {
        _silences.Tick(now, effects);
        MarkSilenced(now, effects);
        foreach (var alert in _book.Open.ToList())
            if (!_devices.Contains(alert.Key.Device))
                AlertLifecycle.Close(_book, alert, null, "the device was taken out of the file", effects);
            else if (alert.State == AlertState.Pending)
                PromotePending(alert, now, effects);
            else
                AlertLifecycle.Tick(_book, alert, Policy, now, effects);
    }

    private void MarkSilenced(Instant now, Effects effects)
    {
        foreach (var alert in _book.Open.ToList())
            AlertLifecycle.Silence(_book, alert, _silences.Of(alert.Key, now), Policy, effects);
    }

    private void Apply(AlertKey key, Condition condition, EventTime time, Effects effects)
    {
        var known = _book.Find(key);
        if (!condition.IsActive)
        {
            if (known is not null)
                AlertLifecycle.Deactivate(_book, known, condition, Policy, time, effects);
            Unsuppress(key, effects);
        }
        else if (_suppression.FindSuppressor(key) is { } cause)
            _book.Save(cause.Suppress(key.Device), effects);
        else if (known is null)
            Begin(key, condition, time, effects);
        else
            AlertLifecycle.Reassert(_book, known, condition, Policy, time, effects);
    }

    private void Begin(AlertKey key, Condition condition, EventTime time, Effects effects)
    {
        var alert = new Alert(AlertBook.IdOf(key, time.At), key, condition.Severity, condition.Title, time.At)
        {
            IsLatched = condition.IsLatched,
            Suppresses = condition.Suppresses,
            IsHistorical = time.IsLate,
            Value = condition.Value,
            Action = condition.Action,
            Raises = _book.RaisesOf(key, effects.Now.At),
        }.Under(_silences.Of(key, effects.Now.At));
        // History has lasted long enough already, and notifies nobody.
        if (Policy.DelaysOf(key.Type).On == Duration.Zero || alert.IsHistorical)
        {
            AlertLifecycle.Raise(_book, alert, Policy, effects);
            SuppressEffects(_book.Find(key)!, effects);
        }
        else
            _book.Save(alert, effects);
    }

    private void PromotePending(Alert alert, Instant now, Effects effects)
    {
        // Its cause may have been found while it waited.
        if (_suppression.FindSuppressor(alert.Key) is { } cause)
        {
            _book.Save(cause.Suppress(alert.Key.Device), effects);
            AlertLifecycle.Close(_book, alert, null, $"part of {cause.Key}", effects);
            return;
        }
        var delay = Policy.DelaysOf(alert.Key.Type).On;
        if (now - alert.Since < delay || (now - alert.Since < delay * 2 && _suppression.HasPendingCause(alert.Key)))
            return;
        AlertLifecycle.Raise(_book, alert, Policy, effects);
        SuppressEffects(_book.Find(alert.Key)!, effects);
    }

    /// <summary>A cause that is reported later than some of its effects takes them over.</summary>
    private void SuppressEffects(Alert cause, Effects effects)
    {
        foreach (var effect in _suppression.EffectsOf(cause))
        {
            _book.Save(cause = cause.Suppress(effect.Key.Device), effects);
            AlertLifecycle.Close(_book, effect, null, $"part of {cause.Key}", effects);
        }
    }

    /// <summary>What is still cut off although its cause is gone has a reason of its own, and its delay begins now.</summary>
    private void Unsuppress(AlertKey key, Effects effects)
    {
        foreach (var cause in _book.Open.Where(one => one.SuppressedDevices.Contains(key.Device.ToString())).ToList())
            _book.Save(cause.Unsuppress(key.Device), effects);
        if (_book.Find(key) is not { SuppressedDevices.IsEmpty: false } gone)
            return;
        _book.Save(gone with { SuppressedDevices = [] }, effects);
        foreach (var device in gone.SuppressedDevices.Select(DeviceId.Parse))
            Apply(new(device, DeviceFellSilent.Silent, ""), DeviceFellSilent.Of(true), effects.Time, effects);
    }
}
