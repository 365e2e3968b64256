namespace Estate.Domain.Rules.Cel;

internal enum TokenKind
{
    End,
    Name,
    Number,
    Text,
    Symbol,
}
