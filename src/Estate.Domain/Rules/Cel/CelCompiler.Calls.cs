namespace Estate.Domain.Rules.Cel;

internal sealed partial class CelCompiler
{
    private CelNode Call(CallSyntax call) => call.Function switch
    {
        "_&&_" => And(call),
        "_||_" => Or(call),
        "!_" => Not(call),
        "_==_" => Equality(call, true),
        "_!=_" => Equality(call, false),
        "_<_" => Order(call, static sign => sign < 0),
        "_<=_" => Order(call, static sign => sign <= 0),
        "_>_" => Order(call, static sign => sign > 0),
        "_>=_" => Order(call, static sign => sign >= 0),
        "_in_" => In(call),
        "dyn" when call is { Target: null, Arguments: [var one] } => Translate(one) is var inner ? new(CelType.Dyn, inner.Evaluate) : null!,
        "matches" when call.Arguments.Count == (call.Target is null ? 2 : 1) => Matches(call),
        _ when call.Target is null && environment.Hooks.TryGetValue(call.Function, out var hook) => Hooked(call, hook),
        _ => environment.NumbersAreReal ? Real(Function(call)) : Function(call),
    };

    private static CelNode Real(CelNode node) => node.Type != CelType.Int && node.Type != CelType.Uint ? node
        : node.Evaluate is var evaluate ? new(CelType.Double, frame => Conversions.ToReal(evaluate(frame))) : node;

    private CelNode Hooked(CallSyntax call, CelHook hook)
    {
        try
        {
            var variable = hook(
                [.. call.Arguments.Select(argument =>
                    (TextOf(argument), argument is NameSyntax or SelectSyntax ? null : Translate(argument).Constant))]);
            return new(variable.Type, new Evaluate(variable.Read));
        }
        catch (FormatException mistake)
        {
            return Error(call, mistake.Message);
        }
    }

    private CelNode Function(CallSyntax call)
    {
        var nodes = (call.Target is null ? call.Arguments : call.Arguments.Prepend(call.Target)).Select(Translate).ToArray();
        var known = Functions.Named(call.Function.TrimStart('.'));
        var isOperator = call.Function.Contains('_', StringComparison.Ordinal) && !char.IsLetter(call.Function.Trim('_')[0]);
        if (known.Count == 0)
            return Error(call, "unbound function "
                + $"'{call.Function}'{CelEnvironment.Suggest(call.Function, Functions.Names.Concat(environment.Hooks.Keys))}");
        var fitting = known.Where(one => one.IsMethod == call.Target is not null && one.Parameters.Length == nodes.Length
            && (!environment.IsChecked || one.Parameters.Zip(nodes).All(pair => pair.Second.Type.Fits(pair.First)))).ToArray();
        if (fitting.Length == 0)
            return Error(call, $"no matching overload: {(isOperator ? call.Function.Trim('_') : call.Function)} does not take "
                + string.Join(" and ", nodes.Select(node => node.Type))
                + (nodes.Length == 2 && isOperator ? Hint(nodes[0].Type, nodes[1].Type) : ""));
        if (call.Function is "_/_" or "_%_" && nodes[1].Constant is { Kind: CelKind.Int or CelKind.Uint, AsInt: 0 }
            && environment.RefusesNonsense)
            return Error(call, "division by zero");
        var type = fitting.Select(one => one.ResultFor(nodes)).Aggregate(CelType.Join);
        if (Functions.AreFolded(call.Function) && nodes.All(node => node.Constant is not null))
            return Fold(
                call, Functions.Apply(fitting, nodes[0].Constant!.Value, nodes.Length == 2 ? nodes[1].Constant!.Value : default), type);
        var isSure = fitting.Length == 1 && nodes.All(node => !node.Type.IsDyn);
        return nodes.Length == 1 ? Unary(fitting, nodes[0].Evaluate, type, isSure)
            : Pair(fitting, (nodes[0].Evaluate, nodes[1].Evaluate), type, isSure);
    }

    /// <summary>A time or a length of time that stands in the expression is read once.</summary>
    private CelNode Fold(CallSyntax call, CelValue value, CelType type) =>
        value.IsKnown ? CelNode.Of(value, type) : Error(call, value.Problem);

    private static CelNode Unary(Overload[] fitting, Evaluate one, CelType type, bool isSure)
    {
        var sole = fitting[0].One;
        return isSure
            ? new(type, frame => one(frame) is var value && value.IsKnown ? sole!(value) : value)
            : new(type, frame => one(frame) is var value && value.IsKnown ? Functions.Apply(fitting, value, default) : value);
    }

    private static CelNode Pair(Overload[] fitting, (Evaluate One, Evaluate Other) of, CelType type, bool isSure)
    {
        var (one, other) = of;
        var sole = fitting[0].Two;
        return isSure
            ? new(type, frame =>
                one(frame) is var a && other(frame) is var b && a.IsKnown && b.IsKnown ? sole!(a, b) : CelOrder.Worse(a, b))
            : new(type, frame =>
                one(frame) is var a && other(frame) is var b && a.IsKnown && b.IsKnown ? Functions.Apply(fitting, a, b)
                : CelOrder.Worse(a, b));
    }

    /// <summary>A pattern that stands in the expression is compiled once. All are matched in time that grows with the text only.</summary>
    private CelNode Matches(CallSyntax call)
    {
        var (text, pattern) = (Translate(call.Target ?? call.Arguments[0]), Translate(call.Arguments[^1]));
        if (!text.Type.Fits(CelType.String) || !pattern.Type.Fits(CelType.String))
            return Error(call, $"no matching overload: matches does not take {text.Type} and {pattern.Type}");
        var (of, by) = (text.Evaluate, pattern.Evaluate);
        var patterns = new Patterns();
        if (pattern.Constant is { Kind: CelKind.String } written && patterns.Problem(written.AsText) is { } problem)
            return Error(call, problem);
        return new(CelType.Bool, frame =>
        {
            var (value, like) = (of(frame), by(frame));
            if (!value.IsKnown || !like.IsKnown)
                return CelOrder.Worse(value, like);
            return value.Kind != CelKind.String || like.Kind != CelKind.String ? NoOverload
                : frame.Spend(1 + (value.AsText.Length / 16)) ? patterns.Matches(value.AsText, like.AsText)
                : CelFrame.OverBudget;
        });
    }
}
