using Estate.Domain.Devices;
using Estate.Gateway.Profiles;

namespace Estate.Gateway.Configuration;

/// <summary>
/// The inventory of the next start, changed by people on the page or at the machine: each change is tried out on the whole estate before it
/// is written.
/// </summary>
internal sealed class InventoryEditor(DataFolder folder, string estateFile)
{
    private const int LongestValue = 500;

    private static readonly Lock InProcess = new();

    /// <exception cref="ConfigurationException">One of the two files has errors.</exception>
    internal EstateModel Next() => Model(InventoryChanges.Read(folder));

    /// <summary>Whether the next start goes well with these profiles.</summary>
    /// <exception cref="ConfigurationException">It does not.</exception>
    internal void Check(ProfileBook profiles) =>
        InventoryCheck.Pass(EstateFileReader.Read(estateFile, InventoryChanges.Read(folder), profiles));

    /// <param name="running">Devices there still are until the next start.</param>
    /// <returns>Null where it was saved; otherwise what is wrong with it.</returns>
    internal Text? Put(string id, IReadOnlyDictionary<string, string?> values, IEnumerable<DeviceSettings> running)
    {
        if (values.FirstOrDefault(pair =>
            !IsName(pair.Key) || pair.Value is null || pair.Value.Length > LongestValue
            || pair.Value.Any(char.IsControl)) is { Key: { } wrong })
            return new Text(
                $"“{wrong}” 不是一项设置：名称用小写字母、数字和 _，值在一行内，最多 {LongestValue} 字",
                $"'{wrong}' is no setting: a name of small letters, digits and _, a value on one line of at most {LongestValue} letters");
        // The broker knows devices by their names alone.
        var name = id.Split('/')[^1];
        return Change(changes => running.Concat(Model(changes).Inventory).Any(one => one.Device.Name == name && one.Device.ToString() != id)
            ? throw new ConfigurationException(
                new Text($"名称 {name} 已有别的设备在用，请换一个", $"another device has the name {name} already; take another one"))
            : changes.With(id, values.ToDictionary(pair => pair.Key, pair => pair.Value!)));
    }

    internal Text? Retire(string id) => Change(changes => changes.WithRetired(id));

    internal Text? Change(Func<InventoryChanges, InventoryChanges> change) => Alone(() =>
    {
        var changes = change(InventoryChanges.Read(folder)).Reread();
        var model = Model(changes);
        InventoryCheck.Pass(model);
        changes.Write(folder);
        BrokerSetup.Write(folder, model);
    });

    /// <summary>With nobody else writing at the devices' files, be it the page or a command.</summary>
    /// <returns>Null where it was done.</returns>
    internal Text? Alone(Action write)
    {
        lock (InProcess)
            try
            {
                using var held = folder.HoldDevices();
                write();
                return null;
            }
            catch (ConfigurationException mistake)
            {
                return WithoutPaths(mistake);
            }
    }

    /// <summary>For people elsewhere: files by their names, not where they are on this computer.</summary>
    internal Text WithoutPaths(ConfigurationException mistake)
    {
        if (mistake.Said is { } said)
            return said;
        var plain = mistake.Message.Replace(Path.GetDirectoryName(Path.GetFullPath(estateFile)) + "/", "", StringComparison.Ordinal)
            .Replace(folder.Root + "/", "", StringComparison.Ordinal);
        return new("不能这样设置：" + plain, plain);
    }

    /// <summary>Id and retired are ours.</summary>
    private static bool IsName(string name) =>
        name is not ("" or "id" or "retired")
        && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '_');

    internal EstateModel Model(InventoryChanges changes) => EstateFileReader.Read(estateFile, changes, ProfileBook.Of(folder));
}
