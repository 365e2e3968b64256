namespace Estate.Domain.Rules.Cel;

/// <summary>Makes a tree of an expression, by the grammar of the public specification. Deep and long ones are refused.</summary>
internal sealed class Parser
{
    internal const int MaxLength = 16 * 1024;
    internal const int MaxDepth = 100;
    internal const int MaxParts = 1000;

    private static readonly HashSet<string> Reserved =
        ["as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace", "return",
            "var", "void", "while", "in"];

    private static readonly string[][] Binary = [["||"], ["&&"], ["<", "<=", ">=", ">", "==", "!=", "in"], ["+", "-"], ["*", "/", "%"]];

    private readonly string _source;
    private readonly List<Token> _tokens;
    private int _next;
    private int _depth;
    private int _parts;

    private Parser(string source) => (_source, _tokens) = (source, new Lexer(source).Read());

    /// <exception cref="CelException">Not an expression.</exception>
    internal static Syntax Parse(string source)
    {
        if (source.Length > MaxLength)
            throw new CelException(
                [new(1, 1, $"the expression has {source.Length} letters; at most {MaxLength} are read. Split the rule")]);
        var parser = new Parser(source);
        var tree = parser.Expression();
        return parser.Now.Kind == TokenKind.End ? tree : throw parser.Error($"'{parser.Now.Text}' is one too many here");
    }

    private Token Now => _tokens[_next];

    private int LastEnd => _tokens[_next - 1].End;

    private Syntax Expression()
    {
        using var _ = Deeper();
        var condition = Chain(0);
        if (!TryConsume("?"))
            return condition;
        var then = Chain(0);
        Expect(":");
        var otherwise = Expression();
        return new ConditionalSyntax(condition.At, otherwise.End, condition, then, otherwise);
    }

    private Syntax Chain(int level)
    {
        if (level == Binary.Length)
            return Unary();
        var left = Chain(level + 1);
        while (Binary[level].FirstOrDefault(one => Now.Text == one && Now.Kind is TokenKind.Symbol or TokenKind.Name) is { } sign)
        {
            _next++;
            var right = Chain(level + 1);
            left = new CallSyntax(left.At, right.End, $"_{sign}_", null, [left, right]);
        }
        return left;
    }

    private Syntax Unary()
    {
        var (at, sign) = (Now.At, Now.Text);
        if (Now.Kind != TokenKind.Symbol || sign is not ("!" or "-"))
            return Member();
        using var _ = Deeper();
        _next++;
        if (sign == "-" && Now is { Kind: TokenKind.Number, Value.Kind: CelKind.Int or CelKind.Double } number
            && _tokens[_next + 1].Text is not ("." or "["))
        {
            _next++;
            return new LiteralSyntax(
                at, number.End, number.Value.Kind == CelKind.Int ? CelValue.Of(unchecked(-number.Value.AsInt))
                : CelValue.Of(-number.Value.AsDouble));
        }
        var operand = Unary();
        return new CallSyntax(at, operand.End, sign + "_", null, [operand]);
    }

    private Syntax Member()
    {
        var operand = Primary();
        var depth = _depth;
        while (true)
        {
            if (TryConsume("."))
            {
                CheckDepth(++_depth);
                var field = Name(isField: true);
                operand = TryConsume("(") ? Method(operand, field) : new SelectSyntax(operand.At, LastEnd, operand, field);
            }
            else if (TryConsume("["))
            {
                CheckDepth(++_depth);
                var index = Expression();
                Expect("]");
                operand = new IndexSyntax(operand.At, LastEnd, operand, index);
            }
            else
            {
                _depth = depth;
                return operand;
            }
        }
    }

    private Syntax Primary()
    {
        var token = Now;
        if (++_parts > MaxParts)
            throw Error($"the expression has more than {MaxParts} parts; split the rule");
        if (token.Kind is TokenKind.Number or TokenKind.Text)
        {
            _next++;
            if (token is { Kind: TokenKind.Number, Value.Kind: CelKind.Int, Value.AsInt: long.MinValue })
                throw ErrorAt(token.At, "this number is too large for int");
            return new LiteralSyntax(token.At, token.End, token.Value);
        }
        if (TryConsume("("))
        {
            var inner = Expression();
            Expect(")");
            return inner;
        }
        if (TryConsume("["))
            return new ListSyntax(token.At, 0, Arguments("]")) with { End = LastEnd };
        if (TryConsume("{"))
            return Map(token.At);
        var isOutermost = TryConsume(".");
        if (Now.Kind != TokenKind.Name)
            throw Error(Now.Kind == TokenKind.End ? "the expression ends too early" : $"'{Now.Text}' cannot stand here");
        var name = (isOutermost ? "." : "") + Name();
        return name switch
        {
            "true" => new LiteralSyntax(token.At, token.End, CelValue.True),
            "false" => new LiteralSyntax(token.At, token.End, CelValue.False),
            "null" => new LiteralSyntax(token.At, token.End, CelValue.Null),
            _ when TryConsume("(") => Call(token.At, name),
            _ when Now.Text == "{" => throw Error("messages cannot be built here"),
            _ => new NameSyntax(token.At, LastEnd, name),
        };
    }

    private Syntax Method(Syntax target, string name)
    {
        var arguments = Arguments(")");
        return Macros.Expand(target, name, arguments, LastEnd, this) ?? new CallSyntax(target.At, LastEnd, name, target, arguments);
    }

    private Syntax Call(int at, string name)
    {
        var arguments = Arguments(")");
        return name == "has" ? Macros.Has(at, arguments, LastEnd, this) : new CallSyntax(at, LastEnd, name, null, arguments);
    }

    private List<Syntax> Arguments(string closing)
    {
        var list = new List<Syntax>();
        while (!TryConsume(closing))
        {
            if (list.Count > 0)
            {
                Expect(",");
                if (closing == "]" && TryConsume(closing))
                    break;
            }
            list.Add(Expression());
        }
        return list;
    }

    private MapSyntax Map(int at)
    {
        var entries = new List<(Syntax, Syntax)>();
        while (!TryConsume("}"))
        {
            if (entries.Count > 0)
            {
                Expect(",");
                if (TryConsume("}"))
                    break;
            }
            var key = Expression();
            Expect(":");
            entries.Add((key, Expression()));
        }
        return new(at, LastEnd, entries);
    }

    /// <summary>Behind a dot any word is a name.</summary>
    private string Name(bool isField = false)
    {
        if (Now.Kind != TokenKind.Name)
            throw Error(Now.Kind == TokenKind.End ? "the expression ends too early" : $"'{Now.Text}' is no name");
        if (!isField && Reserved.Contains(Now.Text))
            throw Error($"'{Now.Text}' is reserved and cannot be a name");
        return _tokens[_next++].Text;
    }

    private bool TryConsume(string symbol)
    {
        if (Now.Kind != TokenKind.Symbol || Now.Text != symbol)
            return false;
        _next++;
        return true;
    }

    private void Expect(string symbol)
    {
        if (!TryConsume(symbol))
            throw Error($"'{symbol}' is missing before {(Now.Kind == TokenKind.End ? "the end" : $"'{Now.Text}'")}");
    }

    internal CelException ErrorAt(int at, string message) => new([CelError.At(_source, at, message)]);

    private CelException Error(string message) => ErrorAt(Now.At, message);

    private void CheckDepth(int depth)
    {
        if (depth > MaxDepth)
            throw Error($"nested more than {MaxDepth} deep; split the rule");
    }

    private Depth Deeper()
    {
        CheckDepth(++_depth);
        return new(this);
    }

    private readonly struct Depth(Parser parser) : IDisposable
    {
        public void Dispose() => parser._depth--;
    }
}
