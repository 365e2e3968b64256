using System.Text;
using Estate.Adapters.Storage;
using Estate.Adapters.Storage.Privacy;
using Estate.Domain.Devices;
using Estate.Gateway;
using Estate.Gateway.Backup;
using Estate.Gateway.Configuration;
using Estate.Gateway.People;
using NodaTime;
using Text = Estate.Domain.Devices.Text;

namespace Estate.Cli.Privacy;

/// <summary>
/// What a household may ask for by law, done at the gateway's own machine: all that is kept about it, and that it is forgotten.
/// </summary>
internal sealed class HouseholdRecords(EstateModel model, DataFolder folder, TimeProvider time)
{
    /// <summary>In the audit.</summary>
    internal const string Exported = "household_exported";

    private Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());

    /// <returns>UTF-8 JSON. A line of the audit says that it was given out.</returns>
    /// <exception cref="ConfigurationException">Nothing is kept about such a household.</exception>
    internal string Export(string household)
    {
        var (database, kinds, audit) = Open();
        var text = new HouseholdExport(database, new EstateReader(database, kinds), kinds, model.Programme.Zone)
            .Of(household, model.Site, Now)
            ?? throw new ConfigurationException(new Text($"没有住户 {household} 的任何记录", $"nothing is kept about a household {household}"));
        audit.Append(new(Now, Caller.Local, Exported, household, ""));
        return text;
    }

    /// <summary>Into a file that only its owner may read; an older one is not written over.</summary>
    /// <exception cref="IOException">It is there already, or cannot be written.</exception>
    internal void Export(string household, string path)
    {
        if (File.Exists(path))
            throw new IOException($"{path} is there already and is not written over");
        DataFolder.WritePrivate(Path.GetFullPath(path), Encoding.UTF8.GetBytes(Export(household)));
    }

    /// <param name="confirm">Asked once nothing stands in the way; false: nothing happens.</param>
    /// <returns>Null where it was not confirmed.</returns>
    /// <exception cref="ConfigurationException">A gateway runs, or something of the household is still
    /// going on; nothing was changed.</exception>
    internal ErasedHousehold? Erase(string household, Func<bool> confirm)
    {
        using var alone = folder.HoldAlone(new Text(
            "网关正在这个数据目录上运行，它会记得这一户。请先停止网关，再试一次",
            "a gateway runs on this data folder and would remember the household: stop it (systemctl stop "
                + "estate-gateway), erase, and start it again"));
        var (database, kinds, audit) = Open();
        var erasure = new HouseholdErasure(database, new EstateReader(database, kinds), audit, kinds);
        if (erasure.Obstacles(household, Now) is { Count: > 0 } obstacles)
            throw new ConfigurationException(new Text(
                $"住户 {household} 现在还不能删除：{string.Join("；", obstacles.Select(one => one.Zh))}",
                $"household {household} cannot be erased yet: {string.Join("; ", obstacles.Select(one => one.En))}"));
        if (!confirm())
            return null;
        var erased = erasure.Run(household, Caller.Local, Now);
        foreach (var copy in new OldCopies(model, folder).BeforeChanges())
            File.Delete(copy);
        if (erasure.Remains(household) is > 0 and var left)
            throw new IOException($"{left} rows still name household {household}: please report this, with the version of the program");
        return erased;
    }

    internal static ConfigurationException NoDatabase(DataFolder folder) => new(new Text(
        $"{folder.Root} 里没有数据库，请用 --data 指定网关的文件夹",
        $"there is no database in {folder.Root}: name the gateway's folder with --data"));

    private (EstateDatabase Database, IReadOnlyList<IDeviceKind> Kinds, AuditChain Audit) Open()
    {
        if (!File.Exists(folder.Database))
            throw NoDatabase(folder);
        var database = folder.OpenDatabase();
        return (database, DeviceKinds.All(new CardBooks(folder).For, model.Programme.Zone), new AuditChain(database, folder.AuditKey()));
    }
}
