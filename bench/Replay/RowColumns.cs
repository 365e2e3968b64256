using System.Globalization;
using Estate.Domain.Rules.Cel;

namespace Estate.Bench.Replay;

/// <summary>The columns of one file, and what a mapping asks of them: a column by its name, or an expression over all.</summary>
internal sealed class RowColumns
{
    /// <summary>In an expression, all columns by their names; those that are words are there themselves, too.</summary>
    private const string Row = "row";

    private readonly IReadOnlyList<string> _names;
    private readonly CelEnvironment _environment;
    private readonly CelFrame _frame = new();
    private readonly Dictionary<string, Func<RecordedRow, string>> _read = [];

    internal RowColumns(IReadOnlyList<string> names)
    {
        _names = names;
        var words = names.Index().Where(one => one.Item != Row && IsWord(one.Item)).DistinctBy(one => one.Item).Select(one =>
            new CelVariable(one.Item, CelType.String, frame => CelValue.Of(Cell((RecordedRow)frame.Subject!, one.Index))));
        var all = new CelVariable(Row, CelType.Map(CelType.String, CelType.String), frame => MapOf((RecordedRow)frame.Subject!));
        _environment = new([.. words, all]);
    }

    internal string Read(string spec, RecordedRow row) => _read[spec](row);

    /// <exception cref="FormatException">Neither a column nor an expression over columns.</exception>
    internal void Prepare(string spec)
    {
        if (_read.ContainsKey(spec))
            return;
        var index = _names.ToList().IndexOf(spec);
        if (index >= 0)
            _read[spec] = row => Cell(row, index);
        else
            try
            {
                var program = CelProgram.Compile(spec, _environment);
                _read[spec] = row => Evaluate(program, row);
            }
            catch (CelException mistake)
            {
                throw new FormatException(
                    $"there is no column '{spec}'{CelEnvironment.Suggest(spec, _names)}, and it is no expression: {mistake.Message}. "
                    + $"The columns are: {string.Join(", ", _names)}", mistake);
            }
    }

    private string Evaluate(CelProgram program, RecordedRow row)
    {
        _frame.Subject = row;
        var value = program.Evaluate(_frame);
        return !value.IsKnown || value.Kind == CelKind.Null ? ""
            : value.Kind == CelKind.Double ? value.AsDouble.ToString("R", CultureInfo.InvariantCulture)
            : value.ToString();
    }

    private static string Cell(RecordedRow row, int index) => index < row.Cells.Count ? row.Cells[index] : "";

    private CelValue MapOf(RecordedRow row)
    {
        var map = new CelMap();
        foreach (var (index, name) in _names.Index())
            map.TryAdd(CelValue.Of(name), CelValue.Of(Cell(row, index)));
        return CelValue.Of(map);
    }

    private static bool IsWord(string name) => name.Length > 0 && !char.IsAsciiDigit(name[0])
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');
}
