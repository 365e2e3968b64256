using Estate.Domain.Rules.Cel;
using NodaTime;

namespace Estate.Domain.Rules;

/// <summary>A window a rule asks for: an expression, how long, and what becomes of its values.</summary>
internal sealed record WindowSpec(string Name, CelProgram Of, Aggregate How, Duration Length)
{
    internal CelValue Unknown { get; } = CelValue.Unknown(Name);
}

/// <summary>
/// The values of the last so many minutes, by when they happened; at most <see cref="MaxPoints"/>. Yes-or-no values count
/// where they are yes.
/// </summary>
internal sealed class Window(WindowSpec spec)
{
    internal const int MaxPoints = 4096;

    private (long At, double Value)[] _points = new (long, double)[8];
    private int _first;
    private int _count;

    internal void Add(Instant at, CelValue value)
    {
        if (value.Kind is not (CelKind.Double or CelKind.Int or CelKind.Bool) || (value.Kind == CelKind.Bool && !value.AsBool))
            return;
        if (_count == _points.Length)
            Grow();
        _points[(_first + _count++) % _points.Length] = (
            at.ToUnixTimeMilliseconds(), value.Kind == CelKind.Double ? value.AsDouble : value.AsInt);
    }

    /// <summary>The wall clock was set.</summary>
    internal void Shift(Duration by)
    {
        for (var i = 0; i < _points.Length; i++)
            _points[i].At += (long)by.TotalMilliseconds;
    }

    /// <summary>Unknown where nothing was measured, but a count of nothing is zero.</summary>
    internal CelValue Read(Instant now, CelFrame frame)
    {
        var oldest = now.ToUnixTimeMilliseconds() - (long)spec.Length.TotalMilliseconds;
        while (_count > 0 && _points[_first].At <= oldest)
        {
            _first = (_first + 1) % _points.Length;
            _count--;
        }
        if (!frame.Spend(1 + (_count / 16)))
            return CelFrame.OverBudget;
        return spec.How == Aggregate.Count ? CelValue.Of((long)_count) : _count == 0 || (spec.How == Aggregate.Rate && _count == 1)
            ? spec.Unknown : CelValue.Of(Sum());
    }

    private double Sum()
    {
        var (sum, least, most, rise, before) = (0.0, double.MaxValue, double.MinValue, 0.0, this[0].Value);
        for (var i = 0; i < _count; i++)
        {
            var value = this[i].Value;
            (sum, least, most) = (sum + value, Math.Min(least, value), Math.Max(most, value));
            // A meter that starts again from zero has not run backwards.
            (rise, before) = (rise + (value >= before ? value - before : value), value);
        }
        return spec.How switch
        {
            Aggregate.Avg => sum / _count,
            Aggregate.Max => most,
            Aggregate.Min => least,
            Aggregate.Rate => this[_count - 1].At == this[0].At ? 0 : rise * 1000 / (this[_count - 1].At - this[0].At),
            _ => before,
        };
    }

    private (long At, double Value) this[int i] => _points[(_first + i) % _points.Length];

    private void Grow()
    {
        if (_count == MaxPoints)
        {
            _first = (_first + 1) % _points.Length;
            _count--;
            return;
        }
        var larger = new (long, double)[_points.Length * 2];
        for (var i = 0; i < _count; i++)
            larger[i] = this[i];
        (_points, _first) = (larger, 0);
    }
}
