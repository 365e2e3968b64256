using NodaTime;

namespace Estate.Domain.Devices;

/// <summary>The devices there are: looked at, put back as they were saved, taken up while the estate runs.</summary>
public sealed partial class EstateMachine
{
    /// <summary>All of them, in the order of their ids.</summary>
    public IReadOnlyList<DeviceId> Devices { get; private set; }

    public StatusCard? Card(DeviceId device) => _slots.GetValueOrDefault(device)?.Card();

    public HomeAssistantReport? HomeAssistantReportOf(DeviceId device) => _slots.GetValueOrDefault(device)?.HomeAssistantReport();

    public Presence? PresenceOf(DeviceId device) => _slots.GetValueOrDefault(device)?.Presence;

    public object? StateOf(DeviceId device) => _slots.GetValueOrDefault(device)?.State;

    /// <summary>Puts back what was saved; before the first step. Devices no longer in the inventory are left out.</summary>
    public void Restore(DeviceId device, Presence presence, object state)
    {
        if (_slots.TryGetValue(device, out var slot))
            (slot.Presence, slot.State) = (presence, slot.Kind.Adopt(state, slot.State));
    }

    /// <summary>As <see cref="Restore(DeviceId, Presence, object)"/>, where the saved state cannot be read.</summary>
    public void Recover(DeviceId device, IReadOnlyList<Fact> facts)
    {
        if (_slots.TryGetValue(device, out var slot))
            slot.Recover(facts);
    }

    /// <summary>
    /// What was decided could not be kept. A state that can never be written goes back to what is durable of it (null: nothing).
    /// </summary>
    public void Undo(IReadOnlyList<Outcome> outcomes, IEnumerable<(DeviceId Device, object? State)> states)
    {
        foreach (var (device, state) in states)
            _slots.GetValueOrDefault(device)?.PutBack(state);
        foreach (var remembered in outcomes.OfType<Remembered>().Reverse())
            remembered.Back();
    }

    /// <summary>All is put back: reactors learn what is open.</summary>
    public void Resume()
    {
        foreach (var reactor in _reactors)
            reactor.Resume(_ordered.Select(slot => (slot.Id, slot.State)));
    }

    /// <summary>
    /// Between two steps: a device that is new, or has other settings, as a start would make it; what is known of it stays.
    /// </summary>
    /// <param name="now">From when on it may be heard.</param>
    /// <param name="saved">What was kept of a device that was here before.</param>
    /// <exception cref="FormatException">A setting that cannot be; nothing has changed then.</exception>
    public void Put(DeviceSettings settings, Instant now, (Presence Presence, object State)? saved = null)
    {
        if (_slots.TryGetValue(settings.Device, out var known))
        {
            known.Change(settings);
            return;
        }
        var slot = new DeviceSlot(settings, _kinds[settings.Device.Kind]) { Since = now };
        if (saved is var (presence, state))
            (slot.Presence, slot.State) = (presence, slot.Kind.Adopt(state, slot.State));
        _slots.Add(slot.Id, slot);
        _ordered = [.. _slots.Values.OrderBy(one => one.Id.ToString(), StringComparer.Ordinal)];
        Devices = [.. _ordered.Select(one => one.Id)];
        foreach (var reactor in _reactors)
            reactor.Resume([(slot.Id, slot.State)]);
    }
}
