using System.Security.Cryptography;
using Estate.Adapters.Storage;
using Estate.Cli.Backup;
using Estate.Domain.Points;
using Estate.Gateway.Backup;
using Estate.Gateway.Configuration;
using Estate.Gateway.Pipeline;
using Estate.TestKit;
using NodaTime;

namespace Estate.Cli.Tests.Backup;

/// <summary>An estate's files with something in them, no gateway running; a USB disk beside it.</summary>
internal sealed class EstateOnDisk : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    internal EstateOnDisk(string site = "test", string more = "", params IEnumerable<string> devices)
    {
        Directory.CreateDirectory(Usb);
        Directory.CreateDirectory(_folder.File("new"));
        Directory.CreateDirectory(Path.Combine(Home, "rules"));
        File.WriteAllText(EstateFile, $"site: {site}\nhouseholds: 4\ndevices:\n"
            + string.Concat(devices.Prepend("bins/station-1").Select(device => $"  - {{ id: {device} }}\n")) + "influx: { url: "
            + $"\"http://127.0.0.1:1/\", token_file: influx.token }}\n{more}\n");
        File.WriteAllText(Path.Combine(Home, "influx.token"), "token-of-influx");
        File.WriteAllText(Path.Combine(Home, "rules", "ours.yaml"), "# nothing yet\n");
        Directory.CreateDirectory(Path.Combine(Home, "unrelated"));
        File.WriteAllText(Path.Combine(Home, "unrelated", "letter.txt"), "not of the estate");
        Data = new DataFolder(Path.Combine(_folder.Path, "var"));
        Model = EstateFileReader.Read(EstateFile);
        new GatewayLock(Data).Dispose();
        BrokerSetup.Write(Data, Model);
        CardImport.Run(new EstateDatabase(Data.Database), Data.CardHasher(), ["h1,CARD0001"]);
        DataFolder.WritePrivate(Data.NotifierSecret("duty").Path, "secret"u8.ToArray());
        Directory.CreateDirectory(Data.Rules);
        File.WriteAllText(Path.Combine(Data.Rules, "mine.yaml"), "# mine\n");
        Directory.CreateDirectory(Data.Profiles);
        File.WriteAllText(Path.Combine(Data.Profiles, "plug.yaml"), "# mine\n");
        Award(3);
        Data.EventKey();
        Audit.Append(new(Instant.FromUtc(2026, 11, 1, 0, 0), "chen", "test", "x", ""));
    }

    internal string Home => _folder.File("etc");
    internal string EstateFile => Path.Combine(Home, "estate.yaml");
    internal string Usb => _folder.File("usb");
    internal DataFolder Data { get; }
    internal EstateModel Model { get; }
    internal AuditChain Audit => new(EstateDatabase.Existing(Data.Database), Data.AuditKey());
    internal BackupMaker Maker => new(Data, Model, TimeProvider.System);
    internal string Elsewhere(string name) => _folder.File(name);

    internal string Back() => Maker.Make(Usb, null, default).File;

    internal Restored Restore(
        string file, string? data = null, string? estate = null, bool mayReplace = false, BackupKey? key = null,
        TimeProvider? time = null) =>
        new Restorer(
            new DataFolder(data ?? Elsewhere("new/var")), estate ?? Elsewhere("new/etc/estate.yaml"), time
            ?? TimeProvider.System)
        { Example = Elsewhere("example.yaml") }.Run(file, key ?? Data.BackupKey(), mayReplace, default);

    internal void Award(int days)
    {
        var database = EstateDatabase.Existing(Data.Database);
        using var store = new EstateStore(database, [], new AuditChain(database, Data.AuditKey()));
        var batch = new CommitBatch();
        for (var day = 0; day < days; day++)
            batch.Transfers.Add(
                new(TransferIds.Award("test", "h1", new LocalDate(2026, 1, 1).PlusDays(day), "07:00"), AccountId.Issuance,
                AccountId.Household("h1"), 5, TransferCode.Award, Instant.FromUtc(2026, 1, 1, 0, 0), "s"));
        store.Commit(batch);
    }

    /// <summary>Every file of everything with its content and mode, so that a change of any shows.</summary>
    internal string Fingerprint() => FingerprintOf(_folder.Path);

    internal static string FingerprintOf(string folder) =>
        string.Join('\n', Directory.GetFileSystemEntries(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        .Select(path => $"{Path.GetRelativePath(folder, path)} {File.GetUnixFileMode(path)} "
            + $"{(File.Exists(path) ? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))) : "")}"));

    public void Dispose() => _folder.Dispose();
}
