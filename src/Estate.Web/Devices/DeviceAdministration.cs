using Estate.Adapters.Mqtt;
using Estate.Adapters.Storage;
using Estate.Domain.Devices;
using Estate.Gateway.Configuration;
using Estate.Gateway.Pipeline;
using Estate.Web.Shared;

namespace Estate.Web.Devices;

/// <summary>
/// Devices added, changed, retired and replaced by people. One with a profile is there at once, and so are names; what else is added,
/// changed or retired waits for a restart, which the page offers.
/// </summary>
internal sealed class DeviceAdministration(PageContext sources, DataFolder folder, MqttLink link, AuditChain audit, Restart restart)
{
    private readonly InventoryEditor _editor = new(folder, sources.Reads.Model.File);

    /// <summary>What waits for a restart, and how it differs from what runs.</summary>
    internal IReadOnlyList<(string Id, Text What)> Waiting
    {
        get
        {
            var (saved, running) = (InventoryChanges.Read(folder), sources.Reads.Model.Changes);
            return [.. saved.Differences(running).Order(StringComparer.Ordinal).Select(id => (id,
                saved.IsRetired(id) ? new Text("停用", "to be retired")
                : sources.Reads.Model.Inventory.Any(one => one.Device.ToString() == id) ? new("修改", "to be changed")
                : new("新增", "to be added")))];
        }
    }

    /// <summary>The inventory of the next start, by id.</summary>
    internal IReadOnlyDictionary<string, DeviceSettings> Next
    {
        get
        {
            try
            {
                return _editor.Next().Inventory.ToDictionary(one => one.Device.ToString());
            }
            catch (ConfigurationException)
            {
                // Somebody is editing estate.yaml just now; saving here reports what is wrong with it.
                return sources.Reads.Model.Inventory.ToDictionary(one => one.Device.ToString());
            }
        }
    }

    /// <summary>Null for one that is not there, or no more after the next start.</summary>
    internal DeviceSettings? Find(string id) => Next.GetValueOrDefault(id);

    /// <returns>Null where it was saved; otherwise what is wrong with it.</returns>
    internal async Task<Text?> PutAsync(
        string id, IReadOnlyDictionary<string, string?> values, string by, string action = "device_saved")
    {
        var problem = AppendToAudit(
            _editor.Put(id, values, sources.Reads.Model.Inventory), by, action, id,
            string.Join(' ', values.Select(pair => $"{pair.Key}={pair.Value}")));
        if (problem is null)
            await sources.Reads.Live.TakeUpAsync(_editor.Next());
        return problem;
    }

    /// <inheritdoc cref="InventoryEditor.Alone"/>
    internal Text? Alone(Action write) => _editor.Alone(write);

    internal bool IsWaiting(string id) => Waiting.Any(one => one.Id == id);

    internal Text? Retire(string id, string reason, string by) => AppendToAudit(_editor.Retire(id), by, "device_retired", id, reason);

    /// <summary>As it runs now.</summary>
    internal Text? Undo(string id, string by) =>
        AppendToAudit(_editor.Change(changes => changes.As(sources.Reads.Model.Changes, id)), by, "device_change_undone", id, "");

    /// <summary>
    /// New hardware under the same name: a password of its own, numbers of its own. The password first: the old one must not number on.
    /// </summary>
    internal async Task<Answer> ReplaceAsync(DeviceId device, string reason, string by)
    {
        if (Find(device.ToString()) is not { } settings)
            return Answer.Refused(new(RejectReason.NotInInventory, $"{device} is not in the inventory, or is to be retired"));
        if (!settings.IsWired
            && _editor.Alone(() =>
                BrokerSetup.Renew(folder, sources.Reads.Model with { Inventory = [.. Next.Values] }, device.Name)) is { } problem)
            return new("refused", problem, []) { Reason = RejectReason.Busy, Detail = problem.En };
        link.Forget(device);
        return await sources.Loop.AskAsync(new ReplaceDevice(device, reason), by);
    }

    /// <summary>Null for a device that has a password, and for one that is not there.</summary>
    internal Text? WhyNoPassword(string id) => Find(id) is not { } settings ? null
        : settings.IsWired
            ? new Text(
                "这个设备直接接在本机的引脚上，不走网络，没有密码",
                "This device hangs on this computer's own lines; it does not use the network and has no password")
        : BrokerSetup.IsRevoked(folder, settings.Device.Name)
            ? new Text("这个设备已被锁在外面，没有密码；“更换设备”会给它新密码", "This device was locked out and has no password; new hardware gets it a new one")
        : null;

    /// <summary>What its installer types or scans; that it was shown is in the audit. Null for one on this computer's own lines.</summary>
    internal DeviceAccess? Access(string id, string host, string by)
    {
        if (Find(id) is not { IsWired: false } settings || BrokerSetup.PasswordOf(folder, settings.Device.Name) is not { } password)
            return null;
        audit.Append(new(sources.Reads.Clock.Now, by, "device_password_shown", id, ""));
        var (model, broker) = (sources.Reads.Model, sources.Reads.Model.Broker);
        return new(
            settings, host, model.Listeners.Password ?? broker.Port, password, $"estate/{model.Site}/{id}",
            IsSecure: model.Listeners.Password is not null || broker.CaFile is not null);
    }

    /// <summary>Once this answer is on its way; not into files a start could not read.</summary>
    internal Text? RestartAfter(HttpContext context)
    {
        try
        {
            InventoryCheck.Pass(_editor.Next());
        }
        catch (ConfigurationException mistake)
        {
            return _editor.WithoutPaths(mistake) is var why ? new Text("现在重启不了：" + why.Zh, why.En) : default;
        }
        audit.Append(new(sources.Reads.Clock.Now, RequestResults.NameOf(context), "restarted", "", ""));
        context.Response.OnCompleted(() =>
        {
            restart.Ask();
            return Task.CompletedTask;
        });
        return null;
    }

    private Text? AppendToAudit(Text? problem, string by, string action, string id, string detail)
    {
        if (problem is null)
            audit.Append(new(sources.Reads.Clock.Now, by, action, id, detail));
        return problem;
    }
}
