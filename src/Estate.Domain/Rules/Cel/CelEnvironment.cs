namespace Estate.Domain.Rules.Cel;

/// <summary>The names and calls an expression may use besides the language's own.</summary>
internal sealed class CelEnvironment(IEnumerable<CelVariable> variables)
{
    private readonly Dictionary<string, CelVariable> _variables = variables.ToDictionary(variable => variable.Name);

    public static readonly CelEnvironment Empty = new([]);

    /// <summary>By the function's name. A hook that cannot throws <see cref="FormatException"/>.</summary>
    public IReadOnlyDictionary<string, CelHook> Hooks { get; init; } = new Dictionary<string, CelHook>();

    /// <summary>What can never be meant, such as a division by a written zero, is an error.</summary>
    public bool RefusesNonsense { get; init; }

    /// <summary>False: types are found out while it runs, and an unknown name is an error then.</summary>
    public bool IsChecked { get; init; } = true;

    /// <summary>Every number is a real one, as in JSON: whole ones need no point to be counted with the others.</summary>
    public bool NumbersAreReal { get; init; }

    /// <summary>Names that cannot be listed, such as members of a message that nobody describes; null for one that is none.</summary>
    public Func<string, CelVariable?>? Unlisted { get; init; }

    /// <summary>Gets every text that stands in an expression.</summary>
    public Action<string>? Texts { get; init; }

    public IEnumerable<string> Names => _variables.Keys;

    internal CelVariable? Find(string name) => _variables.GetValueOrDefault(name) ?? Unlisted?.Invoke(name);

    internal bool HasBelow(string prefix) => _variables.Keys.Any(name => name.StartsWith(prefix + ".", StringComparison.Ordinal));

    /// <summary>What was perhaps meant; empty where nothing is near.</summary>
    internal static string Suggest(string wanted, IEnumerable<string> known)
    {
        var near = known.Select(name => (name, far: Distance(wanted, name))).Where(one => one.far <= Math.Max(2, wanted.Length / 3))
            .OrderBy(one => one.far).ThenBy(one => one.name, StringComparer.Ordinal).Take(2).Select(one => $"'{one.name}'").ToList();
        return near.Count == 0 ? "" : $"; did you mean {string.Join(" or ", near)}?";
    }

    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
                (row[j], diagonal) = (Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (one[i - 1] == other[j - 1] ? 0 : 1)), row[j]);
        }
        return row[^1];
    }
}
