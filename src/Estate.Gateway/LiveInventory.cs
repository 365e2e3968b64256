using Estate.Adapters.Mqtt;
using Estate.Domain.Devices;
using Estate.Domain.Profiles;
using Estate.Domain.Rules;
using Estate.Gateway.Configuration;
using Estate.Gateway.Pipeline;
using Estate.Gateway.Pipeline.Devices;

namespace Estate.Gateway;

/// <summary>
/// The devices as they run. What can be taken up without a restart is one step between two messages: the machine gains a slot, and the
/// tables by which messages are read are exchanged as a whole. Everything else waits for the next start (decisions 19 and 48).
/// </summary>
internal sealed class LiveInventory(OpenedEstate estate, EstateLoop loop, MessageDecoder decoder, MqttLink link, RuleSchema schema)
    : IDisposable
{
    /// <summary>Lines that are no kind's business.</summary>
    private static readonly string[] Light = [
        DeviceSettings.NameZh, DeviceSettings.NameEn, DevicePlace.BuildingKey, DevicePlace.FloorKey, DevicePlace.XKey, DevicePlace.YKey,
        DeviceSettings.Behind, ForeignTopics.Account];

    private readonly SemaphoreSlim _alone = new(1);
    private volatile EstateModel _model = estate.Model;

    internal EstateModel Model => _model;

    internal DataFolder Folder => estate.Folder;

    /// <summary>
    /// Takes up what is new in the saved inventory: devices with a profile, names, and what a device hangs behind. What else has changed
    /// waits.
    /// </summary>
    internal Task TakeUpAsync(EstateModel saved) => AloneAsync(async () =>
    {
        var running = _model.Inventory.ToDictionary(one => one.Device);
        var put = saved.Inventory.Select(next => Taken(running.GetValueOrDefault(next.Device), next)).OfType<DeviceSettings>().ToList();
        if (put.Count > 0)
            await PutAsync(put, put.Aggregate(_model.Changes, (changes, one) => changes.As(saved.Changes, one.Device.ToString())));
    });

    /// <summary>All devices of a profile speak by another version of it from now on, also where and in what it speaks.</summary>
    internal Task ReplaceAsync(DeviceProfile profile, DeviceProfile newer) => AloneAsync(() => PutAsync(
        [.. _model.Inventory.Where(one => one.Profile == profile).Select(one => one with { Profile = newer })], _model.Changes));

    public void Dispose() => _alone.Dispose();

    private async Task AloneAsync(Func<Task> change)
    {
        await _alone.WaitAsync();
        try
        {
            await change();
        }
        finally
        {
            _alone.Release();
        }
    }

    /// <summary>As it runs from now on; null where it waits for a restart, or nothing has changed.</summary>
    private DeviceSettings? Taken(DeviceSettings? now, DeviceSettings next)
    {
        if (now is not null)
            return Rest(now).SequenceEqual(Rest(next)) && !now.Values.OrderBy(One).SequenceEqual(next.Values.OrderBy(One))
                ? now with { Values = next.Values } : null;
        // One profile for all its devices: a newer version of its file takes effect for all of them together.
        return next is { Profile: { } profile, IsWired: false, Feeders.Count: 0 }
            ? next with { Profile = _model.Inventory.FirstOrDefault(one => one.Profile?.Name == profile.Name)?.Profile ?? profile } : null;
    }

    private static string One(KeyValuePair<string, string> pair) => pair.Key;

    private static IEnumerable<KeyValuePair<string, string>> Rest(DeviceSettings settings) =>
        settings.Values.Where(pair => !Light.Contains(pair.Key)).OrderBy(One);

    private async Task PutAsync(IReadOnlyList<DeviceSettings> put, InventoryChanges changes)
    {
        var byId = put.ToDictionary(one => one.Device);
        var known = _model.Inventory.Select(one => one.Device).ToHashSet();
        IReadOnlyList<DeviceSettings> inventory = [
            .. _model.Inventory.Select(one => byId.GetValueOrDefault(one.Device) ?? one),
            .. put.Where(one => !known.Contains(one.Device))];
        var model = _model with { Inventory = inventory, Changes = changes, Alerts = _model.Alerts.In(inventory) };
        var foreign = InventoryCheck.OfDevices(() => new ForeignTopics(model.Inventory));
        var network = InventoryCheck.OfDevices(() => RadioInput.Of(model, estate.Folder, decoder.Network));
        var saved = put.All(one => known.Contains(one.Device)) ? []
            : estate.Reader.States().Where(one => byId.ContainsKey(one.Device) && one.State is not null).ToDictionary(one => one.Device);
        await loop.InspectAsync(machine =>
        {
            foreach (var one in put)
                machine.Put(one, loop.Clock.Now, saved.TryGetValue(one.Device, out var kept) ? (kept.Presence, kept.State!) : null);
            estate.Machine.Alerts.Use(model.Alerts.Policy);
            schema.Use(model.Inventory);
            estate.Names.Use(model.Inventory);
            decoder.Use(model.Inventory.Select(one => one.Device), network, foreign);
            return true;
        }, isUrgent: true);
        link.Use(foreign, RadioInput.Filters(model));
        _model = model;
    }
}
