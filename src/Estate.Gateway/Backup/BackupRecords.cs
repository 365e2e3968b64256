using System.Text.Json;
using Estate.Gateway.Configuration;
using NodaTime;
using NodaTime.Text;

namespace Estate.Gateway.Backup;

/// <summary>How the last backup went, kept in the data folder by whoever made it: the command or the nightly one.</summary>
internal static class BackupRecords
{
    internal const string FileName = "backup.json";

    /// <summary>Null where none was ever tried here.</summary>
    internal static BackupRecord? Last(DataFolder folder)
    {
        try
        {
            return File.Exists(PathIn(folder))
                ? JsonSerializer.Deserialize(File.ReadAllBytes(PathIn(folder)), BackupJson.Default.BackupRecord) : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>When the last good one was made.</summary>
    internal static Instant? LastGood(DataFolder folder) => GoodOf(Last(folder));

    /// <summary>When the last good one was made, as of that record.</summary>
    internal static Instant? GoodOf(BackupRecord? record) =>
        record?.Good is { } text && InstantPattern.General.Parse(text) is { Success: true } parsed ? parsed.Value : null;

    internal static void Write(DataFolder folder, Instant at, BackupVerdict? made, string? problem)
    {
        var moment = InstantPattern.General.Format(at);
        var record = new BackupRecord(moment, made?.File, made?.Bytes ?? 0, problem, problem is null ? moment : Last(folder)?.Good);
        DataFolder.WritePrivate(PathIn(folder), JsonSerializer.SerializeToUtf8Bytes(record, BackupJson.Default.BackupRecord));
    }

    /// <summary>On a disk that is full or read-only there is no place to say so.</summary>
    internal static void TryWriteFailure(DataFolder folder, Instant at, string problem)
    {
        try
        {
            Write(folder, at, null, problem);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The caller of the backup gets the first failure.
        }
    }

    private static string PathIn(DataFolder folder) => Path.Combine(folder.Root, FileName);
}
