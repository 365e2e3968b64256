namespace Estate.Domain.Rules.Cel;

/// <summary>A measured number against a limit that stands in the rule: by far the most frequent condition, so it goes the short way.</summary>
internal static class Limit
{
    internal static CelNode? Of(string comparison, Evaluate one, double limit) => comparison switch
    {
        "_>=_" => new(CelType.Bool, frame => Full(one(frame), one(frame).AsDouble >= limit), frame => one(frame) is var value && value.Kind == CelKind.Double ? value.AsDouble >= limit ? CelTruth.True : CelTruth.False : CelNode.TruthOf(value)),
        "_>_" => new(CelType.Bool, frame => Full(one(frame), one(frame).AsDouble > limit), frame => one(frame) is var value && value.Kind == CelKind.Double ? value.AsDouble > limit ? CelTruth.True : CelTruth.False : CelNode.TruthOf(value)),
        "_<=_" => new(CelType.Bool, frame => Full(one(frame), one(frame).AsDouble <= limit), frame => one(frame) is var value && value.Kind == CelKind.Double ? value.AsDouble <= limit ? CelTruth.True : CelTruth.False : CelNode.TruthOf(value)),
        "_<_" => new(CelType.Bool, frame => Full(one(frame), one(frame).AsDouble < limit), frame => one(frame) is var value && value.Kind == CelKind.Double ? value.AsDouble < limit ? CelTruth.True : CelTruth.False : CelNode.TruthOf(value)),
        _ => null,
    };

    private static CelValue Full(CelValue value, bool holds) => value.Kind == CelKind.Double ? CelValue.Of(holds) : value.IsKnown ? CelCompiler.NoOverload : value;
}
