namespace Estate.Domain.Rules.Cel;

/// <summary>
/// An expression of the Common Expression Language (github.com/google/cel-spec), checked and compiled once. Evaluating it
/// allocates nothing but what it returns, and ends after <see cref="CelFrame.MaxSteps"/> steps at the latest.
/// </summary>
internal sealed class CelProgram
{
    private readonly CelNode _root;

    private CelProgram(string source, CelNode root, IReadOnlyList<CelPart> parts) => (Source, _root, Parts) = (source, root, parts);

    public string Source { get; }

    public CelType Type => _root.Type;

    /// <summary>The value, where it is always the same.</summary>
    public CelValue? Constant => _root.Constant;

    /// <summary>The conditions it is put together of, as written, to be asked one by one why it came out as it did.</summary>
    public IReadOnlyList<CelPart> Parts { get; }

    /// <exception cref="CelException">Errors, each with its place.</exception>
    public static CelProgram Compile(string source, CelEnvironment environment)
    {
        var tree = Parser.Parse(source);
        var compiler = new CelCompiler(source, environment);
        var root = compiler.Translate(tree);
        if (compiler.Errors.Count > 0)
            throw new CelException(compiler.Errors);
        return new(source, root, [.. CelPart.Of(tree, compiler)]);
    }

    /// <summary>As <see cref="Compile"/>, for what must be true or false.</summary>
    /// <exception cref="CelException">Errors, each with its place.</exception>
    public static CelProgram Condition(string source, CelEnvironment environment)
    {
        var program = Compile(source, environment);
        return program.Type.Fits(CelType.Bool) ? program : throw new CelException([new(1, 1, $"a condition is true or false; this is {program.Type}")]);
    }

    public CelValue Evaluate(CelFrame frame)
    {
        frame.Begin();
        return _root.Evaluate(frame);
    }

    public CelTruth Test(CelFrame frame)
    {
        frame.Begin();
        return _root.Test(frame);
    }
}

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
    public IEnumerable<(string Name, CelValue Value)> Values(CelFrame frame) => _values.Select(one => (one.Name, one.Value.Evaluate(frame)));

    internal static IEnumerable<CelPart> Of(Syntax tree, CelCompiler compiler) => tree switch
    {
        CallSyntax { Function: "_&&_" or "_||_", Arguments: [var left, var right] } => Of(left, compiler).Concat(Of(right, compiler)),
        _ => [new(compiler.TextOf(tree), compiler.Translate(tree), [.. compiler.NamesIn(tree).DistinctBy(name => compiler.TextOf(name)).Select(name => (compiler.TextOf(name), compiler.Translate(name)))])],
    };
}
