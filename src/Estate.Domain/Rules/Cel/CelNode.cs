namespace Estate.Domain.Rules.Cel;

/// <summary>The four ways a condition can come out.</summary>
public enum CelTruth : byte
{
    False,
    True,
    Unknown,
    Error,
}

internal delegate CelValue Evaluate(CelFrame frame);

internal delegate CelTruth Test(CelFrame frame);

/// <summary>A part of an expression, compiled. <see cref="Test"/> is the shorter way where only the truth is wanted.</summary>
internal sealed class CelNode(CelType type, Evaluate evaluate, Test? test = null, CelValue? constant = null)
{
    internal CelType Type => type;
    internal Evaluate Evaluate => evaluate;
    internal CelValue? Constant => constant;
    internal Test Test { get; } = test ?? (frame => TruthOf(evaluate(frame)));

    internal static CelNode Of(CelValue constant, CelType? type = null) =>
        new(type ?? CelType.Of(constant.Kind), _ => constant, constant: constant);

    internal static CelTruth TruthOf(CelValue value) => value.Kind switch
    {
        CelKind.Bool => value.AsBool ? CelTruth.True : CelTruth.False,
        CelKind.Unknown => CelTruth.Unknown,
        _ => CelTruth.Error,
    };
}
