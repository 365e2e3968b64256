using System.Collections.Concurrent;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Devices;
using Estate.Domain.Rules.Cel;
using NodaTime;

namespace Estate.Domain.Rules;

/// <summary>What rules may look at and ask: facts and series of the kinds, the inventory, the time.</summary>
/// <param name="opensIn">How long until the next disposal window opens; zero while one is open.</param>
public sealed class RuleSchema(
    IEnumerable<IDeviceKind> kinds, IEnumerable<JsonTypeInfo> moreFacts, IReadOnlyList<DeviceSettings> inventory, DateTimeZone zone,
    Func<Instant, Duration> opensIn)
{
    private readonly Dictionary<string, IDeviceKind> _kinds = kinds.ToDictionary(kind => kind.Name);
    private readonly Dictionary<string, (Type Type, JsonTypeInfo Schema)> _facts = kinds.Select(kind => kind.FactSchema).Concat(moreFacts)
        .Distinct()
        .SelectMany(schema =>
            schema.PolymorphismOptions!.DerivedTypes.Select(derived =>
                (Word: (string)derived.TypeDiscriminator!, Type: derived.DerivedType, Schema: schema)))
        .DistinctBy(one => one.Word).ToDictionary(one => one.Word, one => (one.Type, one.Schema));
    private readonly Dictionary<string, SeriesSchema> _series = kinds.SelectMany(kind => kind.Series).DistinctBy(series => series.Name)
        .ToDictionary(series => series.Name);
    private volatile Devices _devices = new(kinds, inventory);

    public IEnumerable<string> FactWords => _facts.Keys.Order(StringComparer.Ordinal);
    public IEnumerable<SeriesSchema> Series => _series.Values;
    public IReadOnlyList<DeviceSettings> Inventory => _devices.All;

    /// <summary>From now on these are the devices. Any thread.</summary>
    public void Use(IReadOnlyList<DeviceSettings> all) => _devices = new(_kinds.Values, all);

    internal Type? FactType(string word) => _facts.TryGetValue(word, out var known) ? known.Type : null;

    internal DateTimeZone Zone => zone;

    internal SeriesSchema SeriesOf(string name) => _series[name];

    /// <summary>
    /// Which device a stored point is of: the one it names, else the one in whose line its tags stand, else the first that writes such
    /// points.
    /// </summary>
    public DeviceId SpeakerOf(Measurement point)
    {
        if (!_devices.Writers.Value.TryGetValue(point.Name, out var writers))
            return HostConditionChanged.Host;
        foreach (var (_, value) in point.Tags)
            if (writers.ByName.TryGetValue(value, out var named))
                return named;
        return (writers.All.FirstOrDefault(settings => point.Tags.All(tag => settings.Values.GetValueOrDefault(tag.Key) == tag.Value))
            ?? writers.All[0]).Device;
    }

    /// <summary>Measurements that devices of a kind write.</summary>
    public IReadOnlyList<SeriesSchema> WrittenBy(string kind) => _kinds.GetValueOrDefault(kind)?.Series ?? [];

    internal bool HasSeries(string name) => _series.ContainsKey(name);

    internal IDeviceKind? Kind(string name) => _kinds.GetValueOrDefault(name);

    internal bool Knows(DeviceId device) => _devices.Knows(device) || device == HostConditionChanged.Host;

    /// <summary>Devices that have to do with one: those in whose lines the same tags stand, and it itself.</summary>
    internal IEnumerable<DeviceId> Related(DeviceId device, IReadOnlyList<(string Key, string Value)> tags) => _devices.All
        .Where(settings =>
            tags.Count > 0 && tags.All(tag => settings.Values.TryGetValue(tag.Key, out var value) && value == tag.Value)).Select(settings =>
                settings.Device).Prepend(device).Distinct();

    /// <summary>The names a rule on these facts, or this measurement, may use.</summary>
    internal IEnumerable<CelVariable> Variables(IReadOnlyList<string> on) =>
        (on.All(HasSeries) ? on.SelectMany(name => SeriesVariables(_series[name])) : FactVariables(on)).Concat(Common());

    internal IEnumerable<string> PartNames(IReadOnlyList<string> on) => on.All(HasSeries)
        ? on.SelectMany(name => _series[name].Tags)
        : FieldsOf(on).Select(field => field.Name);

    private IEnumerable<CelVariable> Common() =>
    [
        new("device.id", CelType.String, frame => CelValue.Of(In(frame).Device.ToString())),
        new("device.kind", CelType.String, frame => CelValue.Of(In(frame).Device.Kind)),
        new("device.name", CelType.String, frame => CelValue.Of(In(frame).Device.Name)),
        new("device.settings", CelType.Map(CelType.String, CelType.String), frame =>
            _devices.SettingsOf(In(frame).Device) ?? CelValue.Unknown("device.settings")),
        new("now", CelType.Timestamp, frame => CelValue.Of(In(frame).At)),
        new("local.hour", CelType.Int, frame => CelValue.Of((long)In(frame).At.InZone(zone).Hour)),
        new("local.minute", CelType.Int, frame => CelValue.Of((long)In(frame).At.InZone(zone).Minute)),
        new("local.weekday", CelType.Int, frame => CelValue.Of((long)In(frame).At.InZone(zone).DayOfWeek)),
        new("estate.window_opens_in", CelType.Duration, frame => CelValue.Of(opensIn(In(frame).At))),
        new("estate.window_is_open", CelType.Bool, frame => CelValue.Of(opensIn(In(frame).At) == Duration.Zero)),
    ];

    private static IEnumerable<CelVariable> SeriesVariables(SeriesSchema series) => series.Fields
        .Select(field => new CelVariable("value." + field, CelType.Double, Field(field)))
        .Concat(series.Tags.Select(tag => new CelVariable("tag." + tag, CelType.String, Tag(tag))));

    private IEnumerable<CelVariable> FactVariables(IReadOnlyList<string> on)
    {
        var words = on.ToDictionary(word => _facts[word].Type, CelValue.Of);
        yield return new("fact.type", CelType.String, frame => words[In(frame).Fact!.GetType()]);
        foreach (var group in FieldsOf(on).GroupBy(field => field.Name))
        {
            var readers = group.ToDictionary(field => field.Fact, field => field.Read);
            var type = group.Select(field => field.Type).Aggregate(CelType.Join);
            var unknown = CelValue.Unknown("fact." + group.Key);
            var sole = on.Count == 1 ? group.First().Read : null;
            yield return new("fact." + group.Key, type, sole is not null
                ? frame => sole(In(frame).Fact!)
                : frame => In(frame).Fact! is var fact && readers.TryGetValue(fact.GetType(), out var read) ? read(fact) : unknown);
        }
    }

    private IEnumerable<(Type Fact, string Name, CelType Type, Func<Fact, CelValue> Read)> FieldsOf(IReadOnlyList<string> on) =>
        on.Where(_facts.ContainsKey)
        .SelectMany(word =>
            FactFields.Of(_facts[word].Type, _facts[word].Schema).Select(field => (_facts[word].Type, field.Name, field.Type, field.Read)));

    private static Func<CelFrame, CelValue> Field(string name)
    {
        var unknown = CelValue.Unknown("value." + name);
        return frame =>
        {
            foreach (var (key, value) in In(frame).Measurement!.Fields.AsSpan())
                if (key == name)
                    return CelValue.Of(value.Number);
            return unknown;
        };
    }

    private static Func<CelFrame, CelValue> Tag(string name)
    {
        var unknown = CelValue.Unknown("tag." + name);
        return frame =>
        {
            foreach (var (key, value) in In(frame).Measurement!.Tags.AsSpan())
                if (key == name)
                    return CelValue.Of(value);
            return unknown;
        };
    }

    private static RuleInput In(CelFrame frame) => (RuleInput)frame.Subject!;

    private static CelValue Map(IReadOnlyDictionary<string, string> values)
    {
        var map = new CelMap();
        foreach (var (key, value) in values)
            map.TryAdd(CelValue.Of(key), CelValue.Of(value));
        return CelValue.Of(map);
    }

    /// <summary>What rules rarely ask for is made when one does: of ten thousand devices it would be megabytes.</summary>
    private sealed class Devices(IEnumerable<IDeviceKind> kinds, IReadOnlyList<DeviceSettings> all)
    {
        private readonly Dictionary<DeviceId, DeviceSettings> _byId = all.ToDictionary(one => one.Device);
        private readonly ConcurrentDictionary<DeviceId, CelValue> _settings = [];

        internal IReadOnlyList<DeviceSettings> All { get; } = all;

        internal bool Knows(DeviceId device) => _byId.ContainsKey(device);

        /// <summary>Null for one that is not in the inventory.</summary>
        internal CelValue? SettingsOf(DeviceId device) =>
            _settings.TryGetValue(device, out var known) ? known
            : _byId.TryGetValue(device, out var own) ? _settings.GetOrAdd(device, static (_, one) => Map(one.Values), own)
            : null;

        /// <summary>Of each series the devices that write it.</summary>
        internal Lazy<Dictionary<string, (Dictionary<string, DeviceId> ByName, List<DeviceSettings> All)>> Writers { get; } =
            new(() => kinds.SelectMany(kind =>
                    kind.Series.Select(series => (series.Name, All: all.Where(one => one.Device.Kind == kind.Name).ToList())))
                .Where(one => one.All.Count > 0).DistinctBy(one => one.Name)
                .ToDictionary(one => one.Name, one =>
                    (one.All.ToDictionary(writer => writer.Device.Name, writer => writer.Device, StringComparer.OrdinalIgnoreCase),
                    one.All)));
    }
}
