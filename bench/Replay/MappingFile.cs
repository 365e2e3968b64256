using Estate.Gateway.Configuration;
using NodaTime;
using NodaTime.Text;

namespace Estate.Bench.Replay;

/// <summary>A mapping that was read and checked, and where each of its settings stands.</summary>
internal sealed class MappingFile
{
    internal const string Parking = "parking", Charging = "charging", Bins = "bins";

    private static readonly string[] OfBays = ["free", "occupied", "fault"], OfLevels = [.. RecordedLevel.Words];

    private readonly string _path;
    private readonly YamlPlaces _places;
    private readonly List<string> _errors = [];

    private MappingFile(string path)
    {
        _path = path;
        Mapping = StrictYaml.Read<RecordingMapping>(File.ReadAllText(path), path, out _places) ?? new();
        Zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(Mapping.Zone) ?? DateTimeZone.Utc;
    }

    internal RecordingMapping Mapping { get; }

    internal DateTimeZone Zone { get; }

    internal string Kind => Mapping switch
    {
        { Sessions: not null } => Charging,
        { Emptyings: not null } or { Levels: not null } => Bins,
        _ => Parking,
    };

    /// <summary>Every setting that is a column or an expression.</summary>
    internal IEnumerable<(string Setting, string? Value)> Values =>
    [
        ("where", Mapping.Where), ("id", Mapping.Id), ("time", Mapping.Time),
        ("counts.capacity", Mapping.Counts?.Capacity), ("counts.occupied", Mapping.Counts?.Occupied), ("status.word", Mapping.Status?.Word),
        ("sessions.session", Mapping.Sessions?.Session), ("sessions.end", Mapping.Sessions?.End),
        ("sessions.length", Mapping.Sessions?.Length), ("sessions.energy", Mapping.Sessions?.Energy),
        ("emptyings.before", Mapping.Emptyings?.Before), ("emptyings.after", Mapping.Emptyings?.After),
        ("levels.level", Mapping.Levels?.Level), ("levels.depth", Mapping.Levels?.Depth),
        ("levels.temperature", Mapping.Levels?.Temperature), ("levels.tilted", Mapping.Levels?.Tilted),
    ];

    /// <summary>Those that come with the project, by their names.</summary>
    internal static IReadOnlyDictionary<string, string> Shipped { get; } =
        Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Replay", "Mappings"), "*.yaml").Order(StringComparer.Ordinal)
            .ToDictionary(path => Path.GetFileNameWithoutExtension(path));

    /// <param name="name">A file, or the name of a mapping that comes with the project.</param>
    /// <exception cref="ConfigurationException">Errors, each with its line and column.</exception>
    internal static MappingFile Read(string name)
    {
        var path = File.Exists(name) ? name : Shipped.GetValueOrDefault(name) ?? throw new ConfigurationException(
            $"{name} does not exist; the mappings that come with the project are {string.Join(", ", Shipped.Keys)}");
        var file = new MappingFile(path);
        file.Check();
        return file._errors.Count == 0 ? file
            : throw new ConfigurationException($"{path} has {file._errors.Count} mistake(s):\n  " + string.Join("\n  ", file._errors));
    }

    /// <summary>Of a setting that does not fit the recording.</summary>
    internal ConfigurationException Error(string setting, string words) => new($"{_path}, {Placed(setting, words)}");

    internal ConfigurationException WithoutLevels() =>
        new($"{_path}: --levels-only withholds the collectors' reports of emptyings; a mapping of {Kind} has none: leave it out");

    internal ConfigurationException OfAnotherKind() =>
        new($"{_path}: this is a mapping of {Kind}; use ./estate replay {Kind}");

    private string Placed(string setting, string words) =>
        (_places.Find(setting) is { } place ? $"line {place.Line}, column {place.Column}: " : "") + $"{setting}: {words}";

    private void Check()
    {
        Require(Mapping.Zone, DateTimeZoneProviders.Tzdb.Ids, "zone", "an IANA zone such as Asia/Shanghai, of times without an offset");
        Require(Mapping.Files.Count > 0 && Mapping.Files.All(file => file.Name.Length > 0), "files", "at least one, each with a name");
        Require(Mapping.Separator is { Length: 1 } or "\\t", "separator", "one character, such as \";\", or \"\\t\"");
        Require(Mapping.TimeFormats.Count > 0, "time_formats", "at least one");
        Require(Mapping.Time is not null || Mapping.Files.All(file => file.At is not null), "time", "a column, or each file has its 'at'");
        foreach (var (index, file) in Mapping.Files.Index())
            Require(file.At is null || LocalDateTimePattern.GeneralIso.Parse(file.At).Success, $"files[{index}].at",
                "local time such as \"2026-03-02T08:00:00\"");
        foreach (var (index, format) in Mapping.TimeFormats.Index())
            if (RecordedTimes.Problem(format) is { } problem)
                Require(false, $"time_formats[{index}]", problem);
        object?[] kinds = [Mapping.Counts, Mapping.Status, Mapping.Sessions, Mapping.Emptyings, Mapping.Levels];
        Require(kinds.Count(kind => kind is not null) == 1, "", "what the rows are: one of counts, status, sessions, emptyings and levels");
        foreach (var (setting, _) in Values.Where(one => one.Value is ""))
            Require(false, setting, "a column by its name, or an expression over the columns");
        CheckWords();
    }

    private void CheckWords()
    {
        if (Mapping.Sessions is { } sessions)
        {
            Require((sessions.End is null) != (sessions.Length is null), "sessions", "either end or length");
            Require(sessions.EnergyUnit, Units.Energy.Keys, "sessions.energy_unit");
            Require(sessions.LengthUnit, Units.Length.Keys, "sessions.length_unit");
        }
        if (Mapping.Emptyings is { } emptyings)
            Require(emptyings.Unit, Units.Fill.Keys, "emptyings.unit");
        if (Mapping.Status is { } status)
        {
            Require(status.Words.Count > 0, "status.words", "the operator's words, each with ours: free, occupied or fault");
            foreach (var (theirs, ours) in status.Words)
                Require(ours, OfBays, $"status.words.{theirs}");
        }
        if (Mapping.Levels is { } levels)
            CheckLevels(levels);
    }

    private void CheckLevels(RecordingMapping.LevelsSection levels)
    {
        Require(levels.Unit, Units.Level.Keys, "levels.unit");
        Require(levels.TemperatureUnit, Units.Temperature.Keys, "levels.temperature_unit");
        Require((levels.Unit is Units.Cm or Units.CmFree) == (levels.Depth is not null), "levels.depth",
            $"how deep the bin is in cm, with the units {Units.Cm} and {Units.CmFree}; not with others");
        foreach (var (theirs, ours) in levels.Words)
            Require(ours, OfLevels, $"levels.words.{theirs}");
    }

    private void Require(string value, IEnumerable<string> possible, string setting, string? words = null) =>
        Require(possible.Contains(value), setting, $"'{value}' is not " + (words ?? string.Join(" or ", possible)));

    private void Require(bool holds, string setting, string otherwise)
    {
        if (!holds)
            _errors.Add(setting.Length == 0 ? otherwise : Placed(setting, otherwise));
    }
}
