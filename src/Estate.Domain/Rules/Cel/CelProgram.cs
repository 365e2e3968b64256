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
        return program.Type.Fits(CelType.Bool) ? program
            : throw new CelException([new(1, 1, $"a condition is true or false; this is {program.Type}")]);
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
