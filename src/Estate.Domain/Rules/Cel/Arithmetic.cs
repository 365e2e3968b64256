namespace Estate.Domain.Rules.Cel;

/// <summary>+ - * / %; whole numbers that do not fit are an error, never another number.</summary>
internal static class Arithmetic
{
    /// <summary>Letters, bytes or elements: doubling again and again must not fill the memory.</summary>
    private const int MaxSize = 64 * 1024;

    private static readonly CelValue Overflow = CelValue.Error("return error for overflow: the number is too large");
    private static readonly CelValue ByZero = CelValue.Error("division by zero");
    private static readonly CelValue ModuloZero = CelValue.Error("modulus by zero");

    internal static IEnumerable<Overload> Overloads =>
    [
        Functions.Unary("-_", CelType.Int, CelType.Int, a => a.AsInt == long.MinValue ? Overflow : CelValue.Of(-a.AsInt)),
        Functions.Unary("-_", CelType.Double, CelType.Double, a => CelValue.Of(-a.AsDouble)),
        .. Numbers("_+_", (a, b) => Checked(a, b, static (x, y) => CelValue.Of(checked(x + y))), (a, b) =>
            Checked(a, b, static (x, y) => CelValue.Of(checked(x + y))), (a, b) => a + b),
        .. Numbers("_-_", (a, b) => Checked(a, b, static (x, y) => CelValue.Of(checked(x - y))), (a, b) =>
            Checked(a, b, static (x, y) => CelValue.Of(checked(x - y))), (a, b) => a - b),
        .. Numbers("_*_", (a, b) => Checked(a, b, static (x, y) => CelValue.Of(checked(x * y))), (a, b) =>
            Checked(a, b, static (x, y) => CelValue.Of(checked(x * y))), (a, b) => a * b),
        .. Numbers("_/_", (a, b) => b == 0 ? ByZero : b == -1 && a == long.MinValue ? Overflow : CelValue.Of(a / b), (a, b) =>
            b == 0 ? ByZero : CelValue.Of(a / b), (a, b) => a / b),
        Functions.Binary("_%_", CelType.Int, CelType.Int, CelType.Int, (a, b) =>
            b.AsInt == 0 ? ModuloZero : b.AsInt == -1 ? CelValue.Of(0L) : CelValue.Of(a.AsInt % b.AsInt)),
        Functions.Binary("_%_", CelType.Uint, CelType.Uint, CelType.Uint, (a, b) =>
            b.AsUint == 0 ? ModuloZero : CelValue.Of(a.AsUint % b.AsUint)),
        Functions.Binary("_+_", CelType.String, CelType.String, CelType.String, (a, b) =>
            a.AsText.Length + b.AsText.Length > MaxSize ? CelFrame.OverBudget : CelValue.Of(a.AsText + b.AsText)),
        Functions.Binary("_+_", CelType.Bytes, CelType.Bytes, CelType.Bytes, (a, b) =>
            a.AsBytes.Length + b.AsBytes.Length > MaxSize ? CelFrame.OverBudget : CelValue.Of([.. a.AsBytes, .. b.AsBytes])),
        Functions.Binary("_+_", CelType.List(CelType.Dyn), CelType.List(CelType.Dyn), CelType.List(CelType.Dyn), (a, b) =>
            a.AsList.Count + b.AsList.Count > MaxSize ? CelFrame.OverBudget
            : CelValue.Of((IReadOnlyList<CelValue>)[.. a.AsList, .. b.AsList])),
    ];

    private static Overload[] Numbers(
        string name, Func<long, long, CelValue> whole, Func<ulong, ulong, CelValue> positive, Func<double, double, double> real) =>
    [
        Functions.Binary(name, CelType.Int, CelType.Int, CelType.Int, (a, b) => whole(a.AsInt, b.AsInt)),
        Functions.Binary(name, CelType.Uint, CelType.Uint, CelType.Uint, (a, b) => positive(a.AsUint, b.AsUint)),
        Functions.Binary(name, CelType.Double, CelType.Double, CelType.Double, (a, b) => CelValue.Of(real(a.AsDouble, b.AsDouble))),
    ];

    /// <summary>Without a closure: an evaluation makes no garbage.</summary>
    private static CelValue Checked<T>(T a, T b, Func<T, T, CelValue> of)
    {
        try
        {
            return of(a, b);
        }
        catch (OverflowException)
        {
            return Overflow;
        }
    }
}
