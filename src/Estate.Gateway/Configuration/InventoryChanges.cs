using YamlDotNet.Core;
using YamlDotNet.Serialization;
using Line = System.Collections.Generic.IReadOnlyDictionary<string, string>;

namespace Estate.Gateway.Configuration;

/// <summary>
/// Devices added, changed and retired on this gateway: lines as in estate.yaml, by id, in the data folder. They take the place of
/// the file's, which nobody but its author writes (decision 19).
/// </summary>
internal sealed class InventoryChanges
{
    /// <summary>A line of nothing but its id and this: the device is no more.</summary>
    private const string Retired = "retired";

    public static readonly InventoryChanges None = new(new OrderedDictionary<string, Line>());

    private readonly OrderedDictionary<string, Line> _lines;

    private InventoryChanges(OrderedDictionary<string, Line> lines) => _lines = lines;

    public bool Has(string id) => _lines.ContainsKey(id);

    public bool IsRetired(string id) => _lines.TryGetValue(id, out var line) && line.ContainsKey(Retired);

    /// <summary>What the line says beside the id; null where nothing was changed.</summary>
    public Line? Find(string id) => _lines.GetValueOrDefault(id);

    /// <summary>The file's devices with these changes; each with where it stands, for whoever must fix it.</summary>
    internal IEnumerable<(Dictionary<string, string> Device, string Where)> Apply(
        IEnumerable<(Dictionary<string, string> Device, string Where)> file)
    {
        var known = new HashSet<string>();
        foreach (var (device, where) in file)
        {
            var id = device.GetValueOrDefault("id", "");
            if (!_lines.TryGetValue(id, out var line))
                yield return (device, where);
            else if (known.Add(id) && !IsRetired(id))
                yield return (new(line), $"devices.yaml, {id}");
        }
        foreach (var (id, line) in _lines)
            if (!known.Contains(id) && !IsRetired(id))
                yield return (new(line), $"devices.yaml, {id}");
    }

    public InventoryChanges With(string id, Line values) => Set(id, new Dictionary<string, string>(values) { ["id"] = id });

    public InventoryChanges WithRetired(string id) => Set(id, new Dictionary<string, string> { ["id"] = id, [Retired] = "true" });

    /// <summary>That device as <paramref name="other"/> has it.</summary>
    public InventoryChanges As(InventoryChanges other, string id) => Set(id, other.Find(id));

    /// <summary>Those whose lines differ.</summary>
    public IEnumerable<string> Differences(InventoryChanges other) =>
        _lines.Keys.Union(other._lines.Keys).Where(id => !Same(Find(id), other.Find(id)));

    /// <exception cref="ConfigurationException">Somebody wrote into the file what it cannot hold.</exception>
    public static InventoryChanges Read(DataFolder folder) =>
        File.Exists(folder.Devices) ? Parse(File.ReadAllText(folder.Devices), folder.Devices) : None;

    /// <summary>As a start would read them: what was typed is tried out in the form in which it comes back.</summary>
    public InventoryChanges Reread() => Parse(Text(), "devices.yaml");

    public void Write(DataFolder folder) => DataFolder.WritePrivate(folder.Devices, System.Text.Encoding.UTF8.GetBytes(Text()));

    private string Text() => "# Written by the devices page. Lines here take the place of those in estate.yaml.\n"
        + new SerializerBuilder().WithDefaultScalarStyle(ScalarStyle.SingleQuoted).Build().Serialize(_lines.Values.ToList());

    private static InventoryChanges Parse(string text, string path)
    {
        var lines = StrictYaml.Read<List<Dictionary<string, string>>>(text, path, out var places) ?? [];
        var known = new OrderedDictionary<string, Line>();
        foreach (var (index, line) in lines.Index())
            if (line.GetValueOrDefault("id") is not { } id || !known.TryAdd(id, line))
                throw new ConfigurationException(
                    $"{path}, line {places.Find($"[{index}]")?.Line}: "
                    + (line.TryGetValue("id", out var twice) ? $"'{twice}' is there twice. " : "a device has no id. ")
                    + "The file is written by the devices page; put it right, or move it away to go back to estate.yaml.");
        return new(known);
    }

    private InventoryChanges Set(string id, Line? line)
    {
        var lines = new OrderedDictionary<string, Line>(_lines);
        if (line is null)
            lines.Remove(id);
        else
            lines[id] = line;
        return new(lines);
    }

    private static bool Same(Line? one, Line? other) =>
        one is null || other is null ? one == other : one.Count == other.Count
            && one.All(pair => other.GetValueOrDefault(pair.Key) == pair.Value);
}
