using System.Security.Cryptography;
using System.Text;
using Estate.Domain.Devices;
using Estate.Gateway.Configuration;

namespace Estate.Gateway.Profiles;

/// <summary>
/// The estate's own profiles, written by people while the gateway runs. Each is tried out, with its own tests and on the whole estate,
/// before it is written; the version before is kept beside it.
/// </summary>
internal sealed class ProfileEditor(DataFolder folder, InventoryEditor inventory)
{
    /// <summary>Of a profile's text in UTF-8, with what HTML needs for &amp; and &lt;: a page holds it whole.</summary>
    internal const int MaxBytes = 64 * 1024;

    private readonly ProfileBook _own = new([folder.Profiles]);

    /// <summary>All there are, as their files say now.</summary>
    internal ProfileBook Book { get; } = ProfileBook.Of(folder);

    internal bool IsOwn(string name) => _own.Has(name);

    /// <summary>The version before the one there is; null where none was kept.</summary>
    internal string? Before(string name) =>
        DeviceId.IsValidLevel(name) && File.Exists(Kept(name)) && File.ReadAllText(Kept(name)) is var text && text != _own.TextOf(name)
            ? text : null;

    /// <summary>Of the text there is; who saves names the one their text was made from.</summary>
    internal string Mark(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Book.TextOf(name) ?? "")))[..12];

    /// <summary>As it would be if this were its text.</summary>
    internal static ProfileFile Read(string name, string text)
    {
        var file = name + ".yaml";
        return Encoding.UTF8.GetByteCount(text) + (4 * text.Count(one => one == '&')) + (3 * text.Count(one => one == '<'))
            is > MaxBytes and var bytes ? new(file, null, [new(file, 1, 1, $"{bytes} bytes; at most {MaxBytes} can be saved here")])
            : ProfileBook.Read(file, text);
    }

    /// <param name="madeFrom">The <see cref="Mark"/> of the text it was made from.</param>
    /// <returns>Null where it was saved; otherwise what is wrong with it.</returns>
    internal Text? Save(string name, string text, string madeFrom) => Alone(() =>
    {
        if (Mark(name) != madeFrom)
            throw new ConfigurationException(new Text(
                "别人已经保存了新的版本，请重新打开再改", "Somebody saved another version meanwhile; open the profile again before you change it"));
        var file = Read(name, text);
        if (file.Check() is { Count: > 0 } mistakes)
            throw new ConfigurationException(new Text(
                $"没有保存，有 {mistakes.Count} 个错误：{mistakes[0]}", $"Not saved; it has {mistakes.Count} mistake(s): {mistakes[0]}"));
        inventory.Check(Book.With(name, file));
        if (_own.TextOf(name) is { } before && before != text)
            DataFolder.WritePrivate(Kept(name), Encoding.UTF8.GetBytes(before));
        var announced = Announces(Book.TextOf(name)) || Announces(text);
        DataFolder.WritePrivate(Own(name), Encoding.UTF8.GetBytes(text));
        // Who is not adopted yet may speak there and nowhere else.
        if (announced)
            BrokerSetup.Write(folder, inventory.Next());
    });

    /// <summary>Brings back the version before; the one there is now becomes the version before.</summary>
    internal Text? Undo(string name) => Before(name) is { } text ? Save(name, text, Mark(name))
        : new Text("没有更早的版本", "There is no version before this one");

    /// <summary>Takes an own one out; one of this name that came along is in force again then.</summary>
    internal Text? Delete(string name) => Alone(() =>
    {
        if (!IsOwn(name))
            throw new ConfigurationException(new Text("这不是本站自己的描述", "This is no profile of the estate's own"));
        inventory.Check(Book.With(name, ProfileBook.Shipped.Reread(name)));
        File.Move(Own(name), Kept(name), overwrite: true);
    });

    private Text? Alone(Action write)
    {
        try
        {
            return inventory.Alone(write);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new Text(
                "写不进数据文件夹的 profiles，请检查磁盘和权限", "The data folder's profiles cannot be written; check the disk and its owner");
        }
    }

    private static bool Announces(string? text) => text?.Contains("\nfound:", StringComparison.Ordinal) == true;

    private string Own(string name) => Path.Combine(folder.Profiles, name + ".yaml");

    private string Kept(string name) => Own(name) + ".before";
}
