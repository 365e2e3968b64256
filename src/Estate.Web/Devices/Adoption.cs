using Estate.Adapters.Mqtt;
using Estate.Adapters.Storage;
using Estate.Domain.Devices;
using Estate.Domain.Profiles;
using Estate.Gateway.Configuration;
using Estate.Gateway.Found;
using Estate.Gateway.Profiles;
using Estate.Web.Shared;

namespace Estate.Web.Devices;

/// <summary>Found devices: which there are, and one of them made the estate's, or said to be somebody else's.</summary>
internal sealed class Adoption(
    PageContext page, DeviceAdministration desk, DataFolder folder, FoundService found, AuditChain audit)
{
    private static readonly Text Gone = new(
        "这个设备不在列表里了：它收回了报到，或者太久没有消息。让它重新上电，再试一次",
        "This device is not in the list any more: it took its announcement back, or said nothing for long. Switch it off and on, and try "
            + "again");

    private const int MostNewcomers = 50;

    private readonly ProfileBook _book = ProfileBook.Of(folder);

    internal int Count => found.Devices.Count(one => !found.Hidden.Has(one.Key));

    /// <summary>Announcements that were not listed, since the gateway started.</summary>
    internal long Dropped => found.Dropped;

    internal IReadOnlyList<FoundRow> Rows(int most, bool areHidden = false) =>
        [.. found.Devices.Where(one => found.Hidden.Has(one.Key) == areHidden).Take(most).Select(Row)];

    internal FoundDevice? Find(string key) => found.Find(key);

    internal FoundRow? FindRow(string key) => found.Find(key) is { } device ? Row(device) : null;

    /// <summary>Those it may be adopted with: the ones that fit; for a radio sensor that none is known to fit, all there are.</summary>
    internal IReadOnlyList<DeviceProfile> ProfilesFor(FoundDevice device)
    {
        var fitting = device.Profiles.Select(Profile).OfType<DeviceProfile>().ToList();
        return fitting.Count > 0 || device.DevEui is null ? fitting
            : [.. _book.Names.Select(Profile).OfType<DeviceProfile>().Where(one => one.IsUplink)];
    }

    /// <summary>A name for it that no device has, now or after the next start.</summary>
    internal string NameFor(FoundDevice device) => FoundRow.NameFrom(
        device.Name, page.Reads.Model.Inventory.Select(one => one.Device.Name).Concat(desk.Next.Values.Select(one => one.Device.Name))
            .ToHashSet());

    /// <returns>The id of the device that it is now, or why it is none.</returns>
    internal async Task<(string? Id, Text? Problem)> AdoptAsync(string key, AdoptBody body, string by)
    {
        if (found.Find(key) is not { } device)
            return (null, Gone);
        if (found.IsAdopted(device))
            return (null, new Text("这个设备已经接入了", "This device is adopted already"));
        if (Profile(body.Profile) is not { } profile)
            return (null, new Text($"没有“{body.Profile}”这个描述", $"There is no profile '{body.Profile}', or it has mistakes"));
        if (profile.IsUplink != device.DevEui is not null)
            return (null, new Text(
                $"“{profile.Name}” 不是这类设备的描述：一个走 LoRaWAN，一个不走",
                $"'{profile.Name}' is no profile for it: one of the two speaks through a LoRaWAN network server, the other does not"));
        if (!string.IsNullOrEmpty(body.Account) && !Newcomers.Contains(body.Account))
            return (null, new Text($"没有空着的用户“{body.Account}”", $"'{body.Account}' is no user of a newcomer, or is a device's already"));
        if (!DeviceId.IsValidLevel(body.Name))
            return (null, new Text(
                $"名称“{body.Name}”不能用：只用小写字母、数字和短横线", $"'{body.Name}' cannot be its name: small letters, digits and dashes only"));
        var id = $"{profile.Kind}/{body.Name}";
        if (desk.Find(id) is not null || page.Reads.Model.Inventory.Any(one => one.Device.ToString() == id))
            return (null, new Text($"已经有设备 {id}，请换一个名称", $"There is a device {id} already; take another name"));
        var problem = await desk.PutAsync(id, ValuesOf(device, profile, body), by, "device_adopted");
        return problem is null ? (id, null) : (null, problem);
    }

    /// <summary>It is somebody else's, or is shown again.</summary>
    internal Text? Hide(string key, bool isHidden, string by)
    {
        if (found.Find(key) is not { } device)
            return Gone;
        if (isHidden)
            found.Hidden.Hide(key);
        else
            found.Hidden.Show(key);
        audit.Append(new(page.Reads.Clock.Now, by, isHidden ? "found_hidden" : "found_shown", device.Id, device.Topic));
        return null;
    }

    /// <summary>What is retained is said again.</summary>
    internal void LookAgain() => found.ListenAgain();

    /// <summary>Users that a new device may have, and that no device is yet; the newest first.</summary>
    internal IReadOnlyList<string> Newcomers => [.. BrokerSetup.Unused(folder, Saved).Reverse()];

    /// <summary>A user and a password for one device that is not adopted yet.</summary>
    internal (string Name, string Password)? AddNewcomer(string by, out Text? problem)
    {
        (string Name, string Password)? made = null;
        problem = Newcomers.Count >= MostNewcomers
            ? new Text(
                $"已经有 {MostNewcomers} 个没有用上的，请先收回", $"There are {MostNewcomers} that no device became; take them back first")
            : desk.Alone(() => made = BrokerSetup.AddNewcomer(folder, Saved));
        if (made is var (name, _))
            audit.Append(new(page.Reads.Clock.Now, by, "newcomer_added", name, ""));
        return made;
    }

    /// <summary>Those that no device became.</summary>
    internal Text? TakeBackNewcomers(string by)
    {
        var problem = desk.Alone(() => BrokerSetup.RemoveNewcomers(folder, Saved));
        if (problem is null)
            audit.Append(new(page.Reads.Clock.Now, by, "newcomers_taken_back", "", ""));
        return problem;
    }

    private EstateModel Saved => page.Reads.Model with { Inventory = [.. desk.Next.Values] };

    private static Dictionary<string, string?> ValuesOf(FoundDevice device, DeviceProfile profile, AdoptBody body)
    {
        var values = new Dictionary<string, string?> { ["profile"] = profile.Name };
        void Add(string name, string? value)
        {
            if (!string.IsNullOrWhiteSpace(value))
                values.TryAdd(name, value.Trim());
        }

        Add("dev_eui", device.DevEui);
        Add("topic", device.DevEui is null ? device.Level : null);
        Add(ForeignTopics.Account, profile is { IsUplink: false, User: null } ? body.Account : null);
        Add(DeviceSettings.NameZh, body.NameZh);
        Add(DeviceSettings.NameEn, body.NameEn);
        foreach (var (name, value) in body.Settings ?? new Dictionary<string, string?>())
            Add(name, value);
        return values;
    }

    private FoundRow Row(FoundDevice device) =>
        FoundRow.Of(device, name => Profile(name)?.Source.Title ?? Text.Same(name), found.Hidden.Has(device.Key));

    private DeviceProfile? Profile(string name) => _book.FindCurrent(name)?.Profile;
}

/// <summary>As what a found device is adopted.</summary>
/// <param name="Account">The newcomers' user that it signs in as, and keeps; null: it signs in under its own name from now on.</param>
/// <param name="Settings">Further settings of its kind or profile.</param>
internal sealed record AdoptBody(
    string Profile, string Name, string? NameZh = null, string? NameEn = null, string? Account = null,
    IReadOnlyDictionary<string, string?>? Settings = null);
