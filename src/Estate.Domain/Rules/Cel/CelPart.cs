namespace Estate.Domain.Rules.Cel;

/// <summary>A condition within a condition, and the names it looks at.</summary>
internal sealed class CelPart
{
    private readonly CelNode _node;
    private readonly IReadOnlyList<(string Name, CelNode Value)> _values;

    private CelPart(string text, CelNode node, IReadOnlyList<(string, CelNode)> values) => (Text, _node, _values) = (text, node, values);

    /// <summary>As written.</summary>
    public string Text { get; }

    public CelTruth Test(CelFrame frame)
    {
        frame.Begin();
        return _node.Test(frame);
    }

    /// <summary>What it saw, by name.</summary>
    public IEnumerable<(string Name, CelValue Value)> Values(CelFrame frame) =>
        _values.Select(one => (one.Name, one.Value.Evaluate(frame)));

    internal static IEnumerable<CelPart> Of(Syntax tree, CelCompiler compiler) => tree switch
    {
        CallSyntax { Function: "_&&_" or "_||_", Arguments: [var left, var right] } => Of(left, compiler).Concat(Of(right, compiler)),
        _ => [new(
            compiler.TextOf(tree), compiler.Translate(tree),
            [.. compiler.NamesIn(tree).DistinctBy(name => compiler.TextOf(name))
            .Select(name => (compiler.TextOf(name), compiler.Translate(name)))])],
    };
}
