using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using Estate.Adapters.Storage;
using Estate.Adapters.Systemd;
using Estate.Cli.Doctor;
using Estate.Gateway.Backup;
using Estate.Gateway.Configuration;
using Estate.Web.Shared;

namespace Estate.Cli.Support;

/// <summary>
/// What a stranger needs to help, and nothing about anybody: each part is built from words of the program and numbers, none is a copy of a
/// file or a table.
/// </summary>
internal sealed partial class SupportBundle(DoctorContext patient)
{
    private const string LogLines = "500";
    private readonly List<(string Name, string Content)> _parts = [];

    /// <summary>The parts, and what could not be had.</summary>
    internal async Task<IReadOnlyList<string>> CollectAsync(CancellationToken stop)
    {
        var missing = new List<string>();
        Add("versions.txt", Versions());
        var findings = new List<string>();
        await foreach (var (name, finding) in DoctorRunner.RunAsync(patient, stop))
            findings.AddRange(DoctorRunner.Lines(name, finding, "both", hidesPrivate: true).Select(Scrubbed));
        Add("doctor.txt", findings);
        if (EstateFileReader.TryParse(patient.EstateFile) is { } file)
            Add("estate.txt", RedactedEstate.Lines(file));
        else
            missing.Add("estate.yaml cannot be read");
        if (patient.HasDatabase)
            AddDatabase();
        else
            missing.Add("there is no database");
        if (await patient.GetAsync("/metrics", stop) is { } metrics)
            Add("metrics.txt", RedactedMetrics.Lines(metrics));
        else
            missing.Add($"no gateway answers at {patient.Url}: no metrics");
        if (await patient.HealthAsync(stop) is { } health)
            Add("health.txt", health.EnumerateObject().Select(part => $"{part.Name}: "
                + (part.Name is "status" or "clock" ? part.Value.GetString()
                    : HealthReport.IsOk(part.Value.GetString()) ? "ok" : "not ok, see doctor.txt")));
        var log = (ForeignProgram.Ask("journalctl", "--unit=estate-gateway", "--output=cat", "--no-pager", $"--lines={LogLines}") ?? "")
            .Split('\n').Select(RedactedLog.Line).OfType<string>().ToList();
        if (log.Count == 0)
        {
            log.Add(WhyNoLog());
            missing.Add(log[0]);
        }
        Add("log.txt", log);
        return missing;
    }

    /// <summary>The system journal is empty for a user who may not read it.</summary>
    private static string WhyNoLog() =>
        Environment.IsPrivilegedProcess
        || ForeignProgram.Ask("id", "-nG")?.Split(' ', '\n').Intersect(["adm", "systemd-journal"]).Any() != false
        ? "the system's journal has no lines of estate-gateway"
        : "this user may not read the system's journal, which is for the group systemd-journal only: run it with sudo";

    internal void Write(string path)
    {
        using var file = DurableFiles.CreatePrivate(path);
        using var packed = new GZipStream(file, CompressionLevel.Optimal);
        using var tar = new TarWriter(packed, TarEntryFormat.Pax);
        foreach (var (name, content) in _parts)
        {
            using var body = new MemoryStream(Encoding.UTF8.GetBytes(content));
            // Not the name of who made it, as other writers would.
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = body, UserName = "", GroupName = "" });
        }
    }

    internal IReadOnlyList<string> Names => [.. _parts.Select(part => part.Name)];

    private void Add(string name, IEnumerable<string> lines) => _parts.Add((name, string.Join('\n', lines) + "\n"));

    private void AddDatabase()
    {
        Add("tables.txt",
            SupportFigures.Counts(patient.Database).Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Table}: {one.Rows}")));
        Add("schema.sql", SupportFigures.Schema(patient.Database).Select(sql => sql + ";"));
    }

    /// <summary>
    /// Of what the doctor said: places on this machine, which may bear somebody's name, and whatever looks like a number or address of
    /// somebody.
    /// </summary>
    private string Scrubbed(string line)
    {
        foreach (var (place, word) in new[] { (patient.Url.Authority, "GATEWAY"), (patient.Folder.Root, "DATA"),
            (patient.EstateFile, "ESTATE_FILE"), (patient.Model?.Backup?.Folder, "BACKUP_FOLDER"),
            (patient.Model?.Influx?.Url.Authority, "SERIES_SERVER"), (patient.Model?.Broker.Host, "BROKER"),
            (Environment.UserName, "USER") })
            line = place is { Length: > 2 } ? line.Replace(place, word, StringComparison.Ordinal) : line;
        return Reachable().Replace(line, "(hidden)");
    }

    [GeneratedRegex(@"[\w.+-]+@[\w.-]+|(?<![\d-])\d{7,}(?![\d-])")]
    private static partial Regex Reachable();

    private static IEnumerable<string> Versions()
    {
        const string model = "/proc/device-tree/model";
        yield return $"gateway: {BackupMaker.Program}, schema {EstateDatabase.NewestSchema}";
        yield return $".NET: {RuntimeInformation.FrameworkDescription}";
        yield return $"system: {RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}";
        yield return $"computer: {(File.Exists(model) ? File.ReadAllText(model).TrimEnd('\0') : "unknown")}, "
            + $"{Environment.ProcessorCount} processors";
        yield return $"broker: {(ForeignProgram.Ask("mosquitto", "-h") ?? "not found").Split('\n')[0]}";
    }
}
