using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using CsvHelper;
using NodaTime;
using NodaTime.Text;

namespace Estate.Bench.Replay;

/// <summary>A file of an operator; <see cref="At"/> where its rows have no time of their own (local, ISO 8601).</summary>
internal sealed record MappedFile(string Name, string? At = null);

/// <summary>
/// Which columns of an operator's files mean what. Either counts of whole car parks (<see cref="Site"/>, <see cref="Capacity"/>,
/// <see cref="Occupied"/>) or single spaces (<see cref="Space"/>, <see cref="Status"/>, <see cref="Words"/>).
/// </summary>
internal sealed record ParkingMapping(string Zone, IReadOnlyList<MappedFile> Files)
{
    public string? Site { get; init; }
    public string? Capacity { get; init; }
    public string? Occupied { get; init; }
    public string? Time { get; init; }
    public string TimePattern { get; init; } = "uuuu-MM-dd'T'HH:mm:ss";
    public string? Space { get; init; }
    public string? Status { get; init; }

    /// <summary>The operator's word for a status, and ours: free or occupied.</summary>
    public IReadOnlyDictionary<string, string> Words { get; init; } = new Dictionary<string, string>();

    internal bool IsOfSpaces => Space is not null;

    /// <exception cref="IOException">Not a mapping, or one that lacks a column.</exception>
    internal static ParkingMapping Read(string path)
    {
        try
        {
            var mapping = JsonSerializer.Deserialize(File.ReadAllText(path), MappingJson.Default.ParkingMapping)!;
            return mapping is { IsOfSpaces: true, Status: not null } or
            {
                Site: not null, Capacity: not null, Occupied: not null,
                Time: not null
            }
                ? mapping
                : throw new IOException($"{path} names neither space and status nor site, capacity, occupied and time");
        }
        catch (JsonException mistake)
        {
            throw new IOException($"{path}: {mistake.Message}", mistake);
        }
    }

    /// <summary>The rows of one file: a cell by its column's name, and the time (null where it cannot be read).</summary>
    internal IEnumerable<(Func<string, string> Cell, Instant? At)> Rows(string folder, MappedFile file)
    {
        var zone = DateTimeZoneProviders.Tzdb[Zone];
        var pattern = LocalDateTimePattern.CreateWithInvariantCulture(file.At is null ? TimePattern : "uuuu-MM-dd'T'HH:mm:ss");
        using var csv = new CsvReader(new StreamReader(Path.Combine(folder, file.Name)), CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        while (csv.Read())
        {
            var told = pattern.Parse(file.At ?? csv.GetField(Time!) ?? "");
            yield return (column => csv.GetField(column) ?? "", told.Success ? told.Value.InZoneLeniently(zone).ToInstant() : null);
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ParkingMapping))]
internal sealed partial class MappingJson : JsonSerializerContext;
