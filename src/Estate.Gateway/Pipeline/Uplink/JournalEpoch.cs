using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Estate.Gateway.Configuration;

namespace Estate.Gateway.Pipeline.Uplink;

/// <summary>
/// Which journal it is that the district knows. Numbers of a restored one begin anew where the backup ended: it is another, with a name of
/// its own, so that the district keeps both apart. The name lies beside the database, in no backup, with how far the journal had come:
/// a database that was put back by hand is noticed, too.
/// </summary>
internal sealed class JournalEpoch(DataFolder folder)
{
    internal const string FileName = "district.epoch";
    private const int NameBytes = 8;

    private readonly string _path = Path.Combine(folder.Root, FileName);

    private long _head = -1;

    internal string Name { get; private set; } = "";

    /// <returns>False where the journal is another than before, or the first.</returns>
    internal bool TryOpen(long head)
    {
        if (TryRead() is not { } known || known.Head > head)
            return false;
        (Name, _head) = known;
        return true;
    }

    /// <summary>Another journal, of which the district has nothing; to be called once the cursor says so.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    internal void Begin(long head)
    {
        (Name, _head) = (Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(NameBytes)), -1);
        Save(head);
    }

    /// <exception cref="IOException">The folder cannot be written.</exception>
    internal void Save(long head)
    {
        if (head == _head)
            return;
        DataFolder.WritePrivate(_path, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Name} {head}\n")));
        _head = head;
    }

    private (string Name, long Head)? TryRead() =>
        File.Exists(_path) && File.ReadAllText(_path).Trim().Split(' ') is [{ Length: NameBytes * 2 } name, var head]
            && name.All(char.IsAsciiHexDigitLower) && long.TryParse(head, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (name, number) : null;
}
