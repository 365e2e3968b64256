using Estate.Domain.Rules.Cel;

namespace Estate.Domain.Profiles;

/// <summary>What was perhaps meant by a word that is none.</summary>
public static class ProfileWords
{
    /// <summary>The nearest of the words there are; all of them where none is near.</summary>
    public static string Suggest(string wanted, IEnumerable<string> known)
    {
        var all = known.Distinct().ToList();
        return CelEnvironment.Suggest(wanted, all) is { Length: > 0 } near ? near : $"; there are: {string.Join(", ", all)}";
    }
}
