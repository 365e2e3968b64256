namespace Estate.Domain.Rules.Cel;

internal sealed partial class CelCompiler
{
    private CelNode Loop(MacroSyntax macro)
    {
        var range = Translate(macro.Range);
        if (!range.Type.IsDyn && !range.Type.IsList && !range.Type.IsMap)
            return Error(macro, $"{macro.Macro} goes over a list or a map, this is {range.Type}");
        var slot = _locals.Count;
        _locals.Add((macro.Variable, (range.Type.IsMap ? range.Type.Key : range.Type.Element) ?? CelType.Dyn));
        var (filter, body) = (macro.Filter is null ? null : Translate(macro.Filter), Translate(macro.Body));
        _locals.RemoveAt(slot);
        var condition = macro.Macro == "map" ? filter : body;
        if (condition is not null && !condition.Type.Fits(CelType.Bool))
            return Error(macro.Body, $"{macro.Macro} needs a condition, this is {condition.Type}");
        return macro.Macro switch
        {
            "all" => new(CelType.Bool, frame => Quantify(range.Evaluate(frame), body.Evaluate, slot, frame, false)),
            "exists" => new(CelType.Bool, frame => Quantify(range.Evaluate(frame), body.Evaluate, slot, frame, true)),
            "exists_one" => new(CelType.Bool, frame => CountOne(range.Evaluate(frame), body.Evaluate, slot, frame)),
            "filter" =>
                new(CelType.List(_locals.Count == slot ? ElementOf(range.Type) : CelType.Dyn), frame =>
                    Collect(range.Evaluate(frame), body.Evaluate, null, slot, frame)),
            _ => new(CelType.List(body.Type), frame => Collect(range.Evaluate(frame), filter?.Evaluate, body.Evaluate, slot, frame)),
        };
    }

    private static CelType ElementOf(CelType range) => (range.IsMap ? range.Key : range.Element) ?? CelType.Dyn;

    /// <summary>The elements of a list or the keys of a map; or why there are none.</summary>
    private static CelValue? Elements(CelValue range, out IReadOnlyList<CelValue> elements)
    {
        elements = range.Kind == CelKind.List ? range.AsList : range.Kind == CelKind.Map ? range.AsMap.Keys : [];
        return range.Kind is CelKind.List or CelKind.Map ? null : range.IsKnown ? NoOverload : range;
    }

    /// <summary>exists looks for true, all for false; one that is found wins over errors before it.</summary>
    private static CelValue Quantify(CelValue range, Evaluate body, int slot, CelFrame frame, bool looked)
    {
        if (Elements(range, out var elements) is { } problem)
            return problem;
        CelValue? trouble = null;
        for (var i = 0; i < elements.Count; i++)
        {
            if (!frame.Spend())
                return CelFrame.OverBudget;
            frame.Local(slot) = elements[i];
            var value = body(frame);
            if (value.Kind == CelKind.Bool && value.AsBool == looked)
                return value;
            if (value.Kind != CelKind.Bool)
                trouble = trouble is { } before ? CelOrder.Worse(before, value) : value.IsKnown ? NoOverload : value;
        }
        return trouble ?? CelValue.Of(!looked);
    }

    private static CelValue CountOne(CelValue range, Evaluate body, int slot, CelFrame frame)
    {
        if (Elements(range, out var elements) is { } problem)
            return problem;
        var count = 0;
        for (var i = 0; i < elements.Count; i++)
        {
            if (!frame.Spend())
                return CelFrame.OverBudget;
            frame.Local(slot) = elements[i];
            var value = body(frame);
            if (value.Kind != CelKind.Bool)
                return value.IsKnown ? NoOverload : value;
            count += value.AsBool ? 1 : 0;
        }
        return CelValue.Of(count == 1);
    }

    private static CelValue Collect(CelValue range, Evaluate? filter, Evaluate? body, int slot, CelFrame frame)
    {
        if (Elements(range, out var elements) is { } problem)
            return problem;
        var made = new List<CelValue>();
        for (var i = 0; i < elements.Count; i++)
        {
            if (!frame.Spend())
                return CelFrame.OverBudget;
            frame.Local(slot) = elements[i];
            var isWanted = filter?.Invoke(frame) ?? CelValue.True;
            if (isWanted.Kind != CelKind.Bool)
                return isWanted.IsKnown ? NoOverload : isWanted;
            if (!isWanted.AsBool)
                continue;
            var value = body?.Invoke(frame) ?? elements[i];
            if (!value.IsKnown)
                return value;
            made.Add(value);
        }
        return CelValue.Of((IReadOnlyList<CelValue>)made);
    }
}
