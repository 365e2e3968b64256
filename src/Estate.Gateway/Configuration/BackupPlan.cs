using NodaTime;

namespace Estate.Gateway.Configuration;

/// <summary>Where a backup goes each night, when by local time, and how many stay.</summary>
internal sealed record BackupPlan(string Folder, LocalTime At, int Keep)
{
    /// <param name="wrong">Gets each error with its place.</param>
    internal static BackupPlan? From(EstateFile.BackupSection? section, Action<string> wrong)
    {
        if (section is null)
            return null;
        if (!Path.IsPathRooted(section.Folder))
            wrong($"backup.folder: '{section.Folder}' is not a whole path such as /media/backup/estate");
        if (section.Keep is not (>= 1 and <= 1000))
            wrong("backup.keep: 1 to 1000");
        var at = NightlyHour.Written.Parse(section.At);
        if (!at.Success)
            wrong($"backup.at: '{section.At}' is not a time such as \"03:30\"");
        return new(section.Folder, at.Success ? at.Value : LocalTime.Midnight, section.Keep);
    }

    internal Instant LastDue(Instant now, DateTimeZone zone) => NightlyHour.LastDue(At, now, zone);
}
