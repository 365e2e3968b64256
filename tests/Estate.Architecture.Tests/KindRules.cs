using System.Reflection;
using System.Text.RegularExpressions;
using Estate.Domain.Devices;

namespace Estate.Architecture.Tests;

/// <summary>What a device kind is asked for by all, and where its words may stand.</summary>
internal static partial class KindRules
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>Shorter names are words of the language, too.</summary>
    private const int ShortestTypeName = 9;

    /// <summary>What others call something else.</summary>
    private static readonly (string Folder, string Word)[] OtherMeanings =
    [
        ("src/Estate.Adapters/HomeAssistant/", "sensor"), ("src/Estate.Gateway/Observability/", "counter"),
        ("src/Estate.Adapters/Notify/", "sign"),
    ];

    /// <summary>A member that fewer than <paramref name="few"/> kinds have anything to say to belongs into an interface.</summary>
    internal static IEnumerable<string> WhatFewKindsNeedIsACapability(IReadOnlyCollection<Type> kinds, int few) =>
        from member in typeof(DeviceKind<,>).GetMethods(Declared)
        where member is { IsVirtual: true, IsAbstract: false, IsFinal: false }
        let needing = kinds.Count(kind => Overrides(kind, member.Name))
        let name = member.Name.Replace("get_", "", StringComparison.Ordinal)
        where needing < few
        select $"{name} is overridden by {needing} kinds; make it an interface that they implement";

    /// <summary>Its names in texts (also in paths) and its types, outside the places that may know it.</summary>
    internal static IEnumerable<string> AKindsWordsStayWithIt(SourceTree tree, IEnumerable<IDeviceKind> kinds) =>
        from slice in kinds.GroupBy(FolderOf)
        let names = slice.Select(kind => kind.Name).Append(slice.Key.ToLowerInvariant()).Distinct()
        let words = new Regex($"[\"'/]({string.Join('|', names)})s?[\"'/?#@]")
        let types = TypesOf(slice.First().GetType())
        from file in tree.Under("src/")
        where !file.Key.EndsWith(".csproj", StringComparison.Ordinal) && !DependencyRules.MayName(file.Key, slice.Key)
        let code = Comment().Replace(file.Value, "")
        let said = words.Matches(code).Select(match => match.Groups[1].Value).Where(word => !MeansAnother(word, file.Key))
        from word in said.Concat(Identifier().Matches(code).Select(match => match.Value).Where(types.Contains)).Distinct()
        select $"{file.Key} says '{word}', which belongs to the kind {slice.Key}";

    /// <summary>
    /// Its folder of the domain, one of pages where it has any, a line for each kind of it in the one list and a line in the other. What
    /// else is touched is words of the wire, profiles and tests.
    /// </summary>
    internal static IEnumerable<string> AKindTakesTwoFoldersAndALineInEachList(SourceTree tree, IEnumerable<IDeviceKind> kinds) =>
        from slice in kinds.GroupBy(FolderOf)
        let folders = tree.Under("src/").Select(file => file.Key[..file.Key.LastIndexOf('/')])
            .Where(folder => folder.EndsWith("/" + slice.Key, StringComparison.Ordinal)).Distinct().ToList()
        let lines = LinesOf(tree, "src/Estate.Gateway/DeviceKinds.cs", slice.Select(kind => kind.GetType().Name))
        let pages = LinesOf(tree, "src/Estate.Web/WebSlices.cs", [slice.Key + "Slice"])
        where folders.Count > 2 || lines != slice.Count() || pages > 1
        select $"{slice.Key}: {string.Join(", ", folders)}; {lines} lines of kinds, {pages} of pages";

    /// <summary>Words by which a kind sends something to its devices.</summary>
    internal static IEnumerable<string> NothingIsSentTo(SourceTree tree, string folder) =>
        from file in tree.Under($"src/Estate.Domain/{folder}/")
        from Match sent in Sends().Matches(Comment().Replace(file.Value, ""))
        select $"{file.Key} sends something to a device: {sent.Value}";

    private static int LinesOf(SourceTree tree, string file, IEnumerable<string> types) =>
        tree.Files[file].Split('\n').Count(line => types.Any(type => line.Contains($"new {type}(", StringComparison.Ordinal)));

    private static bool MeansAnother(string word, string path) =>
        OtherMeanings.Any(other => other.Word == word && path.StartsWith(other.Folder, StringComparison.Ordinal));

    private static HashSet<string> TypesOf(Type kind) =>
        [.. kind.Assembly.GetTypes()
            .Where(type => !type.IsNested && (type.Namespace + ".").StartsWith(kind.Namespace + ".", StringComparison.Ordinal))
            .Select(type => type.Name).Where(name => name.Length >= ShortestTypeName)];

    private static bool Overrides(Type kind, string member)
    {
        for (var type = kind; !type.IsGenericType || type.GetGenericTypeDefinition() != typeof(DeviceKind<,>); type = type.BaseType!)
            if (type.GetMethods(Declared).Any(one => one.Name == member))
                return true;
        return false;
    }

    private static string FolderOf(IDeviceKind kind) => kind.GetType().Namespace!.Split('.')[^1];

    [GeneratedRegex(@"(?<![:""])//.*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\b[A-Z]\w+")]
    private static partial Regex Identifier();

    [GeneratedRegex(@"\.(Command|Actuate|Show|Request)\(|\bnew (Command|Commanded|Actuated|OrderShape)\b"
        + @"|\b(OutputOnlyKind|IWiredKind|IOrderedKind)\b")]
    private static partial Regex Sends();
}
