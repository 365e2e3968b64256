using System.Text.RegularExpressions;

namespace Estate.District.Estates;

/// <summary>Reads the file that says which estates there are.</summary>
internal static partial class EstateList
{
    private const int LongestName = 60, MaxHouseholds = 100_000;

    /// <param name="wrong">Gets every mistake, with the file and whose it is.</param>
    internal static IReadOnlyList<ListedEstate>? Read(string file, List<string> wrong)
    {
        if (JsonFile.Read(file, EstateListJson.Default.IReadOnlyListListedEstate, wrong) is not { } estates)
            return null;
        // The serializer lets a null into a list.
        if (Enumerable.Range(0, estates.Count).FirstOrDefault(place => estates[place] is null, -1) is >= 0 and var empty)
        {
            wrong.Add($"{file}: [{empty}] is null");
            return null;
        }
        wrong.AddRange(estates.SelectMany(MistakesOf).Select(mistake => $"{file}: {mistake}"));
        wrong.AddRange(
            estates.GroupBy(one => one.Site).Where(group => group.Count() > 1).Select(group => $"{file}: {group.Key} is there twice"));
        if (estates.Select(one => one.Position?.Placed?.Datum).OfType<string>().Distinct().Order().ToList() is { Count: > 1 } several)
            wrong.Add($"{file}: positions are {string.Join(" and ", several)}: they must be of one kind");
        foreach (var (what, areas) in new (string, Func<ListedEstate, (string Area, string In)>)[]
        {
            ("committee", one => (one.Committee.Zh, one.Street.Zh)), ("street", one => (one.Street.Zh, one.District.Zh)),
        })
            foreach (var group in estates.Select(areas).Distinct().GroupBy(one => one.Area).Where(group => group.Count() > 1))
                wrong.Add(
                    $"{file}: {what} {group.Key} lies in {string.Join(" and ", group.Select(one => one.In))}: accounts could not tell");
        return estates;
    }

    private static IEnumerable<string> MistakesOf(ListedEstate estate)
    {
        if (!Site().IsMatch(estate.Site))
            yield return $"'{estate.Site}' is no site: small letters, digits and -";
        foreach (var (what, name) in new[]
        {
            ("name", estate.Name), ("committee", estate.Committee), ("street", estate.Street), ("district", estate.District),
        })
            if (IsWrong(name.Zh) || IsWrong(name.En))
                yield return $"{estate.Site}: {what} needs zh and en, up to {LongestName} letters each";
        if (estate.Households is < 1 or > MaxHouseholds)
            yield return $"{estate.Site}: households, 1 to {MaxHouseholds}";
        if (estate.Position is { IsSound: false })
            yield return $"{estate.Site}: position needs wgs84 or gcj02 with [latitude, longitude], or plan with [metres east, north]";
    }

    private static bool IsWrong(string name) => string.IsNullOrWhiteSpace(name) || name.Length > LongestName || name.Any(char.IsControl);

    [GeneratedRegex("^[a-z0-9-]{1,63}$")]
    private static partial Regex Site();
}
