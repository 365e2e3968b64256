namespace Estate.Domain.Rules.Cel;

/// <summary>
/// A measured number against a limit that stands in the rule: by far the most frequent condition, so it goes the short way.
/// </summary>
internal static class Limit
{
    internal static CelNode? Of(string comparison, Evaluate one, double limit) => comparison switch
    {
        "_>=_" =>
            Node(one, CelKind.Double, frame =>
                one(frame) is var value && value.Kind == CelKind.Double ? Truth(value.AsDouble >= limit) : CelNode.TruthOf(value)),
        "_>_" =>
            Node(one, CelKind.Double, frame =>
                one(frame) is var value && value.Kind == CelKind.Double ? Truth(value.AsDouble > limit) : CelNode.TruthOf(value)),
        "_<=_" =>
            Node(one, CelKind.Double, frame =>
                one(frame) is var value && value.Kind == CelKind.Double ? Truth(value.AsDouble <= limit) : CelNode.TruthOf(value)),
        "_<_" =>
            Node(one, CelKind.Double, frame =>
                one(frame) is var value && value.Kind == CelKind.Double ? Truth(value.AsDouble < limit) : CelNode.TruthOf(value)),
        _ => null,
    };

    internal static CelNode? OfWhole(string comparison, Evaluate one, long limit) => comparison switch
    {
        "_>=_" =>
            Node(one, CelKind.Int, frame =>
                one(frame) is var value && value.Kind == CelKind.Int ? Truth(value.AsInt >= limit) : CelNode.TruthOf(value)),
        "_>_" =>
            Node(one, CelKind.Int, frame =>
                one(frame) is var value && value.Kind == CelKind.Int ? Truth(value.AsInt > limit) : CelNode.TruthOf(value)),
        "_<=_" =>
            Node(one, CelKind.Int, frame =>
                one(frame) is var value && value.Kind == CelKind.Int ? Truth(value.AsInt <= limit) : CelNode.TruthOf(value)),
        "_<_" =>
            Node(one, CelKind.Int, frame =>
                one(frame) is var value && value.Kind == CelKind.Int ? Truth(value.AsInt < limit) : CelNode.TruthOf(value)),
        _ => null,
    };

    private static CelTruth Truth(bool holds) => holds ? CelTruth.True : CelTruth.False;

    /// <summary>The long way asks why only where there is no truth.</summary>
    private static CelNode Node(Evaluate one, CelKind kind, Test test) => new(CelType.Bool, frame => test(frame) switch
    {
        CelTruth.True => CelValue.True,
        CelTruth.False => CelValue.False,
        _ => one(frame) is var value && value.IsKnown && value.Kind != kind ? CelCompiler.NoOverload : value,
    }, test);
}
