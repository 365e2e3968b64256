namespace Estate.Domain.Rules.Cel;

internal sealed partial class CelCompiler
{
    internal static readonly CelValue NoOverload = CelValue.Error("no matching overload");

    /// <summary>False wins over whatever goes wrong on the other side; unknown wins over errors.</summary>
    private CelNode And(CallSyntax call)
    {
        var (left, right) = Both(call);
        return new(CelType.Bool, frame => Absorb(left.Evaluate(frame), right.Evaluate, frame, false), frame =>
        {
            var first = left.Test(frame);
            if (first == CelTruth.False)
                return first;
            var second = right.Test(frame);
            return second == CelTruth.False || first == CelTruth.True ? second : second == CelTruth.Unknown ? second : first;
        });
    }

    private CelNode Or(CallSyntax call)
    {
        var (left, right) = Both(call);
        return new(CelType.Bool, frame => Absorb(left.Evaluate(frame), right.Evaluate, frame, true), frame =>
        {
            var first = left.Test(frame);
            if (first == CelTruth.True)
                return first;
            var second = right.Test(frame);
            return second == CelTruth.True || first == CelTruth.False ? second : second == CelTruth.Unknown ? second : first;
        });
    }

    private (CelNode Left, CelNode Right) Both(CallSyntax call)
    {
        var both = call.Arguments.Select(Translate).ToArray();
        foreach (var (node, place) in both.Zip(call.Arguments))
            if (!node.Type.Fits(CelType.Bool))
                Error(place, $"no matching overload: {call.Function.Trim('_')} needs conditions, this is {node.Type}");
        return (both[0], both[1]);
    }

    private static CelValue Absorb(CelValue left, Evaluate right, CelFrame frame, bool winner)
    {
        if (left.Kind == CelKind.Bool && left.AsBool == winner)
            return left;
        var second = right(frame);
        if (second.Kind == CelKind.Bool && second.AsBool == winner)
            return second;
        return left.Kind == CelKind.Unknown ? left : second.Kind == CelKind.Unknown ? second
            : left.Kind == CelKind.Error ? left : second.Kind == CelKind.Error ? second
            : left.Kind != CelKind.Bool || second.Kind != CelKind.Bool ? NoOverload : second;
    }

    private CelNode Not(CallSyntax call)
    {
        var operand = Translate(call.Arguments[0]);
        if (!operand.Type.Fits(CelType.Bool))
            return Error(call, $"no matching overload: ! needs a condition, this is {operand.Type}");
        return new(CelType.Bool,
            frame =>
                operand.Evaluate(frame) is var value && value.Kind == CelKind.Bool ? CelValue.Of(!value.AsBool) : value.IsKnown ? NoOverload
                : value,
            frame => operand.Test(frame) switch { CelTruth.True => CelTruth.False, CelTruth.False => CelTruth.True, var other => other });
    }

    private CelNode Choose(ConditionalSyntax choice)
    {
        var (condition, then, otherwise) = (Translate(choice.Condition), Translate(choice.Then), Translate(choice.Otherwise));
        if (!condition.Type.Fits(CelType.Bool))
            return Error(choice.Condition, $"no matching overload: before ? stands a condition, this is {condition.Type}");
        if (environment.IsChecked && !then.Type.Fits(otherwise.Type) && then.Type.Name != "null_type" && otherwise.Type.Name != "null_type")
            return Error(choice, $"no matching overload: both sides of : need the same type, these are {then.Type} and {otherwise.Type}");
        return new(CelType.Join(then.Type, otherwise.Type), frame => condition.Evaluate(frame) is var value && value.Kind == CelKind.Bool
            ? value.AsBool ? then.Evaluate(frame) : otherwise.Evaluate(frame)
            : value.IsKnown ? NoOverload : value);
    }

    private CelNode Equality(CallSyntax call, bool isEqual)
    {
        var (left, right) = (Translate(call.Arguments[0]), Translate(call.Arguments[1]));
        if (environment.IsChecked && !left.Type.Fits(right.Type) && !right.Type.Fits(left.Type) && left.Type.Name != "null_type"
            && right.Type.Name != "null_type")
            return Error(call, $"no matching overload: a {left.Type} is never equal to a {right.Type}{Hint(left.Type, right.Type)}");
        var (one, other) = (left.Evaluate, right.Evaluate);
        if (right.Constant is { Kind: CelKind.String } word)
            return Comparing(one, value =>
                value.Kind == CelKind.String && string.Equals(value.AsText, word.AsText, StringComparison.Ordinal) == isEqual
                || (value.Kind != CelKind.String && !isEqual));
        return new(CelType.Bool,
            frame =>
                one(frame) is var a && other(frame) is var b && a.IsKnown && b.IsKnown ? CelValue.Of(CelOrder.AreEqual(a, b) == isEqual)
                : CelOrder.Worse(a, b),
            frame =>
                one(frame) is var a && other(frame) is var b && a.IsKnown && b.IsKnown ? CelOrder.AreEqual(a, b) == isEqual ? CelTruth.True
                : CelTruth.False : CelNode.TruthOf(CelOrder.Worse(a, b)));
    }

    private static CelNode Comparing(Evaluate one, Func<CelValue, bool> holds) => new(CelType.Bool,
        frame => one(frame) is var value && value.IsKnown ? CelValue.Of(holds(value)) : value,
        frame => one(frame) is var value && value.IsKnown ? holds(value) ? CelTruth.True : CelTruth.False : CelNode.TruthOf(value));

    private CelNode Order(CallSyntax call, Func<int, bool> holds)
    {
        var (left, right) = (Translate(call.Arguments[0]), Translate(call.Arguments[1]));
        if (environment.IsChecked && !CelOrder.CanCompare(left.Type, right.Type))
            return Error(call, $"no matching overload: a {left.Type} cannot be compared with a {right.Type}{Hint(left.Type, right.Type)}");
        var (one, other) = (left.Evaluate, right.Evaluate);
        if (left.Type == CelType.Double && right.Constant is { Kind: CelKind.Double } limit
            && Limit.Of(call.Function, one, limit.AsDouble) is { } quick)
            return quick;
        if (left.Type == CelType.Int && right.Constant is { Kind: CelKind.Int } whole
            && Limit.OfWhole(call.Function, one, whole.AsInt) is { } brief)
            return brief;
        return new(CelType.Bool, frame => Ordered(one(frame), other(frame), holds), frame =>
            CelNode.TruthOf(Ordered(one(frame), other(frame), holds)));
    }

    private static CelValue Ordered(CelValue a, CelValue b, Func<int, bool> holds)
    {
        if (!a.IsKnown || !b.IsKnown)
            return CelOrder.Worse(a, b);
        return CelOrder.Compare(a, b) switch
        {
            null => NoOverload,
            CelOrder.Incomparable => CelValue.False,
            { } sign => CelValue.Of(holds(sign)),
        };
    }

    private static string Hint(CelType one, CelType other) => one.IsNumber && other.IsNumber
        ? one == CelType.Double || other == CelType.Double ? "; write 5.0 instead of 5" : "; write 5u, or convert with int()"
        : "";

    private CelNode In(CallSyntax call)
    {
        var (item, range) = (Translate(call.Arguments[0]), Translate(call.Arguments[1]));
        if (!range.Type.IsDyn && !range.Type.IsList && !range.Type.IsMap)
            return Error(call, $"no matching overload: nothing is in a {range.Type}");
        if (environment.IsChecked && !item.Type.Fits((range.Type.IsMap ? range.Type.Key : range.Type.Element) ?? CelType.Dyn))
            return Error(call, $"no matching overload: a {item.Type} is never in a {range.Type}");
        var (one, all) = (item.Evaluate, range.Evaluate);
        return new(CelType.Bool, frame =>
        {
            var (value, among) = (one(frame), all(frame));
            if (!value.IsKnown || !among.IsKnown)
                return CelOrder.Worse(value, among);
            if (among.Kind == CelKind.Map)
                return CelValue.Of(among.AsMap.TryGet(value, out _));
            if (among.Kind != CelKind.List)
                return NoOverload;
            var list = among.AsList;
            if (!frame.Spend(list.Count))
                return CelFrame.OverBudget;
            for (var i = 0; i < list.Count; i++)
                if (CelOrder.AreEqual(value, list[i]))
                    return CelValue.True;
            return CelValue.False;
        });
    }
}
