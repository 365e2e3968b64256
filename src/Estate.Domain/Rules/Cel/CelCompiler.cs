namespace Estate.Domain.Rules.Cel;

/// <summary>Checks a tree against an environment and makes delegates of it. Collects errors instead of stopping at the first.</summary>
internal sealed partial class CelCompiler(string source, CelEnvironment environment)
{
    private readonly List<(string Name, CelType Type)> _locals = [];

    internal List<CelError> Errors { get; } = [];

    internal string TextOf(Syntax tree) => source[tree.At..tree.End];

    internal CelNode Translate(Syntax tree) => tree switch
    {
        LiteralSyntax literal => Literal(literal.Value),
        NameSyntax name => Name(name),
        SelectSyntax select => Select(select),
        HasSyntax has => Has(has),
        IndexSyntax index => Index(Translate(index.Operand), Translate(index.Index), index),
        ListSyntax list => List(list),
        MapSyntax map => Map(map),
        ConditionalSyntax choice => Choose(choice),
        MacroSyntax macro => Loop(macro),
        CallSyntax call => Call(call),
        _ => throw new InvalidOperationException(tree.GetType().Name),
    };

    /// <summary>The names whose values decide: fields, variables and windows, as far out as each has a value of its own.</summary>
    internal IEnumerable<Syntax> NamesIn(Syntax tree) => tree switch
    {
        NameSyntax or SelectSyntax when DottedName(tree) is { } name && environment.Find(name) is not null => [tree],
        CallSyntax call when environment.Hooks.ContainsKey(call.Function) => [tree],
        SelectSyntax select => NamesIn(select.Operand),
        HasSyntax has => NamesIn(has.Operand),
        IndexSyntax index => NamesIn(index.Operand).Concat(NamesIn(index.Index)),
        CallSyntax call => (call.Target is null ? call.Arguments : call.Arguments.Prepend(call.Target)).SelectMany(NamesIn),
        ConditionalSyntax choice => NamesIn(choice.Condition).Concat(NamesIn(choice.Then)).Concat(NamesIn(choice.Otherwise)),
        MacroSyntax macro => NamesIn(macro.Range),
        ListSyntax list => list.Elements.SelectMany(NamesIn),
        _ => [],
    };

    private CelNode Literal(CelValue value)
    {
        if (value.Kind == CelKind.String)
            environment.Texts?.Invoke(value.AsText);
        return CelNode.Of(environment.NumbersAreReal ? Conversions.ToReal(value) : value);
    }

    private CelNode Error(Syntax place, string message)
    {
        if (environment.IsChecked)
            Errors.Add(CelError.At(source, place.At, message));
        return CelNode.Of(CelValue.Error(message), CelType.Dyn);
    }

    private CelNode Name(NameSyntax name)
    {
        var plain = name.Name.TrimStart('.');
        var local = name.Name.StartsWith('.') ? -1 : _locals.FindLastIndex(one => one.Name == plain);
        if (local >= 0)
            return new(_locals[local].Type, frame => frame.Local(local));
        return Known(plain) ?? Error(name, environment.HasBelow(plain)
            ? $"'{plain}' has no value of its own; name one of its fields: "
                + $"{string.Join(", ", environment.Names.Where(one => one.StartsWith(plain + ".", StringComparison.Ordinal)).Take(12))}"
            : $"undeclared reference to '{plain}'{CelEnvironment.Suggest(plain, environment.Names)}");
    }

    private CelNode? Known(string name) => environment.Find(name) is { } variable ? new(variable.Type, new Evaluate(variable.Read))
        : CelType.Named.TryGetValue(name, out var type) ? CelNode.Of(CelValue.Of(type), CelType.Type)
        : null;

    /// <summary>The whole of <c>a.b.c</c>, where it is no more than names.</summary>
    private string? DottedName(Syntax tree) => tree switch
    {
        NameSyntax name when name.Name.StartsWith('.') || _locals.All(local => local.Name != name.Name) => name.Name.TrimStart('.'),
        SelectSyntax select => DottedName(select.Operand) is { } before ? $"{before}.{select.Field}" : null,
        _ => null,
    };

    private CelNode Select(SelectSyntax select)
    {
        if (DottedName(select) is { } dotted)
        {
            if (Known(dotted) is { } known)
                return known;
            if (DottedName(select.Operand) is { } above && environment.Find(above) is null && environment.HasBelow(above))
                return NoField(select, above, select.Field);
        }
        var operand = Translate(select.Operand);
        if (!operand.Type.IsDyn && !operand.Type.IsMap)
            return Error(select, $"a {operand.Type} has no fields; '{select.Field}' cannot be read of it");
        var (evaluate, key, missing) = (operand.Evaluate, CelValue.Of(select.Field), CelValue.Error($"no such key: '{select.Field}'"));
        return new(operand.Type.Element ?? CelType.Dyn, frame => evaluate(frame) is var map && map.Kind == CelKind.Map
            ? map.AsMap.TryGet(key, out var value) ? value : missing
            : map.IsKnown ? NoOverload : map);
    }

    private CelNode NoField(Syntax place, string above, string field) => Error(place,
        $"'{above}' has no field "
            + $"'{field}'" + CelEnvironment.Suggest(
                field,
                environment.Names.Where(name => name.StartsWith(above + ".", StringComparison.Ordinal))
                    .Select(name => name[(above.Length + 1)..])));

    private CelNode Has(HasSyntax has)
    {
        if (DottedName(has.Operand) is { } above)
        {
            if (environment.Find($"{above}.{has.Field}") is { } variable)
                return new(CelType.Bool, frame =>
                    variable.Read(frame) is var value && value.Kind == CelKind.Error ? value
                    : CelValue.Of(value.Kind is not (CelKind.Unknown or CelKind.Null)));
            if (environment.Find(above) is null && environment.HasBelow(above))
                return NoField(has, above, has.Field);
        }
        var operand = Translate(has.Operand);
        if (!operand.Type.IsDyn && !operand.Type.IsMap)
            return Error(has, $"a {operand.Type} has no fields");
        var (evaluate, key) = (operand.Evaluate, CelValue.Of(has.Field));
        return new(CelType.Bool, frame => evaluate(frame) is var map && map.Kind == CelKind.Map
            ? CelValue.Of(map.AsMap.TryGet(key, out _))
            : map.IsKnown ? NoOverload : map);
    }

    private CelNode List(ListSyntax list)
    {
        var nodes = list.Elements.Select(Translate).ToArray();
        var type = CelType.List(nodes.Length == 0 ? CelType.Dyn : nodes.Select(node => node.Type).Aggregate(CelType.Join));
        if (nodes.All(node => node.Constant is not null))
            return CelNode.Of(CelValue.Of((IReadOnlyList<CelValue>)nodes.Select(node => node.Constant!.Value).ToArray()), type);
        return new(type, frame =>
        {
            var values = new CelValue[nodes.Length];
            for (var i = 0; i < nodes.Length; i++)
                if (!(values[i] = nodes[i].Evaluate(frame)).IsKnown)
                    return values[i];
            return CelValue.Of((IReadOnlyList<CelValue>)values);
        });
    }

    private CelNode Map(MapSyntax map)
    {
        var entries = map.Entries.Select(entry => (Key: Translate(entry.Key), Value: Translate(entry.Value))).ToArray();
        var type = entries.Length == 0 ? CelType.Map(CelType.Dyn, CelType.Dyn)
            : CelType.Map(entries.Select(entry => entry.Key.Type).Aggregate(CelType.Join),
                entries.Select(entry => entry.Value.Type).Aggregate(CelType.Join));
        var twice = CelValue.Error("a key stands there twice, or can be no key");
        return new(type, frame =>
        {
            var made = new CelMap();
            foreach (var (key, value) in entries)
            {
                var (at, it) = (key.Evaluate(frame), value.Evaluate(frame));
                if (!at.IsKnown || !it.IsKnown)
                    return at.IsKnown ? it : at;
                if (!made.TryAdd(at, it))
                    return twice;
            }
            return CelValue.Of(made);
        });
    }

    private CelNode Index(CelNode operand, CelNode index, Syntax place)
    {
        if (!operand.Type.IsDyn && !operand.Type.IsMap && !operand.Type.IsList)
            return Error(place, $"a {operand.Type} has no elements");
        if ((operand.Type.IsList && !index.Type.Fits(environment.NumbersAreReal ? CelType.Double : CelType.Int))
            || (operand.Type.IsMap && !index.Type.Fits(operand.Type.Key ?? CelType.Dyn)))
            return Error(place, $"no matching overload: a {operand.Type} has no element at a {index.Type}");
        var (of, at) = (operand.Evaluate, index.Evaluate);
        return new(operand.Type.Element ?? CelType.Dyn, frame => Lookup(of(frame), at(frame)));
    }

    private static CelValue Lookup(CelValue operand, CelValue index)
    {
        if (!operand.IsKnown || !index.IsKnown)
            return operand.IsKnown ? index : operand;
        if (operand.Kind == CelKind.Map)
            return operand.AsMap.TryGet(index, out var value) ? value : CelValue.Error($"no such key: {index}");
        if (operand.Kind != CelKind.List || !index.IsNumber)
            return NoOverload;
        var place = Conversions.ToInt(index);
        return place.Kind == CelKind.Int && CelOrder.AreEqual(place, index) && place.AsInt >= 0 && place.AsInt < operand.AsList.Count
            ? operand.AsList[(int)place.AsInt]
            : CelValue.Error($"invalid_argument: index out of bounds: {index}");
    }
}
