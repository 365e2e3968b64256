using Estate.Domain.Devices;
using Estate.Domain.Rules.Cel;
using NodaTime;

namespace Estate.Domain.Rules;

/// <summary>Checks a rule against the estate and compiles it. Tells all errors at once, each with its member and place.</summary>
public sealed class RuleBuilder
{
    public static readonly Duration Longest = Duration.FromDays(31);

    private static readonly Dictionary<string, Aggregate> Aggregates =
        Enum.GetValues<Aggregate>().ToDictionary(how => WireName.Of(how));

    private readonly RuleSchema _schema;
    private readonly RuleSource _source;
    private readonly List<RuleError> _errors = [];
    private readonly List<WindowSpec> _windows = [];
    private CelEnvironment _plain = CelEnvironment.Empty;
    private CelEnvironment _environment = CelEnvironment.Empty;

    private RuleBuilder(RuleSource source, RuleSchema schema) => (_source, _schema) = (source, schema);

    /// <summary>The rule, or why there is none.</summary>
    /// <param name="notifiers">The names of the ways of telling people.</param>
    public static (Rule? Rule, IReadOnlyList<RuleError> Mistakes) Build(RuleSource source, RuleSchema schema, IEnumerable<string> notifiers)
    {
        var builder = new RuleBuilder(source, schema);
        var rule = builder.Build([.. notifiers]);
        return builder._errors.Count == 0 ? (rule, []) : (null, builder._errors);
    }

    private Rule? Build(IReadOnlyList<string> notifiers)
    {
        Require(DeviceId.IsValidLevel(_source.Id), "id", $"'{_source.Id}' is not a short name of [a-z0-9-]");
        Require(_source.Title is { Zh.Length: > 0, En.Length: > 0 }, "title",
            "a title in both languages is needed: title: {zh: ..., en: ...}");
        Require(_source.For >= Duration.Zero && _source.For <= Longest, "for", "0 to 31 days");
        Require(_source.Keep >= Duration.Zero && _source.Keep <= Longest, "keep", "0 to 31 days");
        CheckDevices();
        if (!CheckOn())
            return null;
        var variables = _schema.Variables(_source.On).ToList();
        Prepare(variables);
        var when = Condition("when", _source.When);
        var clear = _source.Clear is null ? null : Condition("clear", _source.Clear);
        var text = _source.Text is { } words ? (Template("text.zh", words.Zh), Template("text.en", words.En)) : default;
        foreach (var part in _source.By.Where(name => !_schema.PartNames(_source.On).Contains(name)))
            Wrong("by",
                $"'{part}' is no field of {string.Join(", ", _source.On)}{CelEnvironment.Suggest(part, _schema.PartNames(_source.On))}");
        foreach (var type in _source.Hides.Where(type => type != DeviceFellSilent.Silent))
            Wrong("hides", $"'{type}' cannot be hidden, only {DeviceFellSilent.Silent} can");
        var actions = new RuleActions(_schema, notifiers, Compile, Wrong).Read(_source);
        return when is null ? null : new(_source, when)
        {
            Facts = [.. _source.On.Select(_schema.FactType).OfType<Type>()],
            Series = _source.On.FirstOrDefault(_schema.HasSeries),
            Clear = clear,
            Windows = [.. _windows],
            ReadsClock = Rule.IsOfTime(_source.When + " " + _source.Clear),
            Text = text is ({ } zh, { } en) ? (zh, en) : null,
            Actions = actions,
            Parts = [
                .. _source.By.Select(name =>
                    variables.FirstOrDefault(variable =>
                        variable.Name == "fact." + name || variable.Name == "tag." + name)).OfType<CelVariable>()],
        };
    }

    private void Prepare(List<CelVariable> variables)
    {
        _plain = new CelEnvironment(variables) { RefusesNonsense = true };
        _environment = new CelEnvironment(variables)
        {
            RefusesNonsense = true,
            Hooks = Aggregates.ToDictionary(pair => pair.Key, pair => new CelHook(arguments => Window(pair.Key, pair.Value, arguments))),
        };
    }

    private bool CheckOn()
    {
        var known = _schema.FactWords.Concat(_schema.Series.Select(series => series.Name)).ToList();
        foreach (var word in _source.On.Where(word => !known.Contains(word)))
            Wrong("on", $"'{word}' is neither a fact nor a measurement{CelEnvironment.Suggest(word, known)}");
        Require(!_source.On.IsEmpty, "on", "which facts, or which measurement, such as on: bin");
        var series = _source.On.Count(_schema.HasSeries);
        Require(series == 0 || (series == 1 && _source.On.Length == 1), "on", "facts, or one measurement, not both");
        return _errors.All(mistake => mistake.Member != "on");
    }

    private void CheckDevices()
    {
        foreach (var wanted in _source.Devices)
        {
            var slash = wanted.IndexOf('/', StringComparison.Ordinal);
            var isKnown = slash < 0 ? _schema.Kind(wanted) is not null || wanted == HostConditionChanged.Host.Kind
                : wanted.EndsWith('*')
                    ? _schema.Inventory.Any(settings => settings.Device.ToString().StartsWith(wanted[..^1], StringComparison.Ordinal))
                : _schema.Inventory.Any(settings => settings.Device.ToString() == wanted) || wanted == HostConditionChanged.Host.ToString();
            Require(isKnown, "devices", $"there is no '{wanted}' in "
                + $"estate.yaml{CelEnvironment.Suggest(wanted, _schema.Inventory.Select(settings => settings.Device.ToString()))}");
        }
    }

    private CelProgram? Condition(string member, string text)
    {
        if (Compile(member, text) is not { } program)
            return null;
        Require(program.Type.Fits(CelType.Bool), member, $"a condition is true or false; this is {program.Type}");
        Require(program.Constant is null, member, $"this is always {program.Constant}");
        return program;
    }

    private CelProgram? Compile(string member, string text)
    {
        try
        {
            return CelProgram.Compile(text, _environment);
        }
        catch (CelException wrong)
        {
            Add(member, wrong);
            return null;
        }
    }

    private TextTemplate? Template(string member, string text)
    {
        try
        {
            return TextTemplate.Read(text, _environment);
        }
        catch (CelException wrong)
        {
            Add(member, wrong);
            return null;
        }
    }

    private CelVariable Window(string name, Aggregate how, IReadOnlyList<(string Text, CelValue? Constant)> arguments)
    {
        if (arguments is not [var (text, _), { Constant: { Kind: CelKind.Duration, AsInt: > 0 and var nanoseconds } }]
            || Duration.FromNanoseconds(nanoseconds) is var length && length > Longest)
            throw new FormatException($"{name} needs what, and over which time of up to 31 days: "
                + $"{name}(value.{_schema.Series.FirstOrDefault(series => _source.On.Contains(series.Name))?.Fields[0] ?? "x"}, "
                + "duration('10m'))");
        var of = CelProgram.Compile(text, _plain);
        if (!of.Type.IsDyn && !of.Type.IsNumber && of.Type != CelType.Bool)
            throw new FormatException($"{name} needs a number; this is {of.Type}");
        var index = _windows.FindIndex(one => one.How == how && one.Of.Source == text && one.Length == length);
        if (index < 0)
        {
            index = _windows.Count;
            _windows.Add(new($"{name}({text}, {length.TotalMinutes:0.#} min)", of, how, length));
        }
        return new(name, how == Aggregate.Count ? CelType.Int : CelType.Double, frame =>
            (RuleInput)frame.Subject! is var input && input.Instance is { } instance ? instance.Windows[index].Read(input.At, frame)
            : _windows[index].Unknown);
    }

    private void Require(bool holds, string member, string otherwise)
    {
        if (!holds)
            Wrong(member, otherwise);
    }

    private void Wrong(string member, string message) => _errors.Add(new(member, 1, 1, message));

    private void Add(string member, CelException wrong) =>
        _errors.AddRange(wrong.Errors.Select(one => new RuleError(member, one.Line, one.Column, one.Message)));
}
