using System.CodeDom.Compiler;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Estate.Architecture.Tests;

/// <summary>House rules that no analyzer holds.</summary>
internal static partial class StyleRules
{
    private const int MaxLines = 300;
    private const int MaxWidth = 140;
    private const int MaxConstructorParameters = 5;

    /// <summary>What they test has no folders.</summary>
    private static readonly string[] Flat = ["Estate.Architecture.Tests", "Estate.FirmwareSim.Tests"];

    internal static IEnumerable<string> FilesAreShort(SourceTree tree) =>
        tree.Files.Where(file => file.Value.Count(letter => letter == '\n') > MaxLines)
        .Select(file => $"{file.Key} has more than {MaxLines} lines");

    internal static IEnumerable<string> LinesAreNarrow(SourceTree tree) =>
        from file in tree.Under("src/", "firmware-sim/", "bench/", "tests/")
        where file.Key.EndsWith(".cs", StringComparison.Ordinal) || file.Key.EndsWith(".razor", StringComparison.Ordinal)
        from line in file.Value.Split('\n')
        where line.Length > MaxWidth
        select $"{file.Key} has a line of {line.Length} characters: {line.Trim()}";

    /// <summary>None flat, where what is tested has folders.</summary>
    internal static IEnumerable<string> TestsStandInFolders(SourceTree tree) =>
        from file in tree.Under("tests/")
        let path = file.Key.Split('/')
        where path.Length == 3 && path[1].EndsWith(".Tests", StringComparison.Ordinal) && !Flat.Contains(path[1])
            && file.Value.Contains("[Fact]", StringComparison.Ordinal)
        select $"{file.Key} stands in no folder";

    internal static IEnumerable<string> ThingsAreNamed(SourceTree tree) =>
        from file in tree.Files
        from Match match in Vague().Matches(file.Value)
        select $"{file.Key}: {match.Value} does not say what it is for";

    internal static IEnumerable<string> NothingIsLeftLoose(SourceTree tree) =>
        from file in tree.Under("src/", "firmware-sim/", "bench/")
        from Match match in Loose().Matches(file.Value)
        select $"{file.Key}: {match.Value}";

    /// <summary>Numbers with a fraction enter through one door, which lets nothing pass that is not finite.</summary>
    internal static IEnumerable<string> NumbersAreFinite(SourceTree tree) =>
        from file in tree.Under("src/")
        where !file.Key.EndsWith("/FiniteNumber.cs", StringComparison.Ordinal)
        from Match match in UncheckedNumber().Matches(file.Value)
        select $"{file.Key}: {match.Value} takes NaN and infinity; use FiniteNumber";

    /// <summary>
    /// Static fields that two estates in one process would share: what can be set, and what counts, waits or collects. Caches of pure
    /// functions and locks that keep nothing are named here.
    /// </summary>
    internal static IEnumerable<string> NothingIsSharedByEstates(IEnumerable<Type> types) =>
        from type in types
        where type.Namespace?.StartsWith("Estate.", StringComparison.Ordinal) == true && !IsGenerated(type)
        from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        where !field.IsLiteral && field.GetCustomAttribute<GeneratedCodeAttribute>() is null
            && !SharedOnPurpose.Contains($"{type.Name}.{field.Name}")
            && (!field.IsInitOnly || KeepsSomething(field.FieldType))
        select $"{type.FullName}.{field.Name} is shared by all estates of the process";

    private static readonly string[] SharedOnPurpose =
    [
        // How a type is read or called: the same for all.
        "StoredJson.Readers", "StoredJson.Families", "FactTypes.Known", "Conclusions.Pairs",
        // A thread's own scratch paper, blank between two messages.
        "GatewayMessages._buffer", "GatewayMessages._writer",
        // Held while a folder's files change; keeps nothing.
        "InventoryEditor.InProcess",
    ];

    private static readonly string[] NamespacesOfState = [
        "System.Collections.Concurrent", "System.Diagnostics", "System.Diagnostics.Metrics", "System.Threading", "System.Net.Http"];

    private static bool KeepsSomething(Type type) => NamespacesOfState.Contains(type.Namespace);

    private static bool IsGenerated(Type type) =>
        type.Name.Contains('<', StringComparison.Ordinal) || type.GetCustomAttribute<GeneratedCodeAttribute>() is not null
        || type.GetCustomAttribute<CompilerGeneratedAttribute>() is not null || (type.DeclaringType is { } outer && IsGenerated(outer));

    /// <summary>Who starts something says who hears of it; a callback that is null until somebody sets it is forgotten one day.</summary>
    internal static IEnumerable<string> NobodySetsACallbackLater(SourceTree tree) =>
        from file in tree.Under("src/")
        from Match match in LateCallback().Matches(file.Value)
        select $"{file.Key}: {match.Groups[1].Value} must be set before the start; take it where it starts";

    internal static IEnumerable<string> ClassesAreSealedAbstractOrStatic(IEnumerable<Type> types) =>
        Own(types).Where(type => type.IsClass && !type.IsSealed && !type.IsAbstract && !IsRazor(type))
        .Select(type => $"{type.FullName} is neither sealed, abstract nor static");

    internal static IEnumerable<string> ConstructorsAreShort(IEnumerable<Type> types) =>
        from one in TakenByConstructors(types)
        where one.Taken > MaxConstructorParameters
        select $"{one.Type.FullName} takes {one.Taken} things, with what is in bags";

    internal static IEnumerable<(Type Type, int Taken)> TakenByConstructors(IEnumerable<Type> types) =>
        from type in Own(types)
        where type.GetMethod("<Clone>$") is null && !type.IsValueType && !type.IsSubclassOf(typeof(Delegate))
        from constructor in type.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
        select (type, constructor.GetParameters().Sum(parameter => Weight(parameter.ParameterType)));

    /// <summary>Of a bag each service counts: who needs six needs six. What pages are made with is the one exception.</summary>
    private static int Weight(Type parameter) =>
        PageContext.Contains(parameter.Name) || !IsBag(parameter) ? 1 : Services(parameter).Count();

    private static readonly string[] PageContext = ["PageContext", "PageReads"];

    /// <summary>Several services, and nothing done with them.</summary>
    private static bool IsBag(Type type) =>
        type is { IsClass: true } && IsOurs(type) && Services(type).Skip(1).Any()
        && !type.GetMethods(Declared)
        .Any(method => !method.IsSpecialName && method.GetCustomAttribute<CompilerGeneratedAttribute>() is null);

    private static IEnumerable<Type> Services(Type type) => type.GetFields(Declared).Select(field => field.FieldType)
        .Where(member =>
            IsOurs(member)
            && (member.IsInterface || (member.IsClass && member.GetMethod("<Clone>$") is null && !member.IsSubclassOf(typeof(Delegate)))));

    private static bool IsOurs(Type type) => type.Namespace?.StartsWith("Estate.", StringComparison.Ordinal) == true;

    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static IEnumerable<Type> Own(IEnumerable<Type> types) =>
        types.Where(type => type.Namespace?.StartsWith("Estate.", StringComparison.Ordinal) == true
            && !type.Name.Contains('<', StringComparison.Ordinal) && type.GetCustomAttribute<CompilerGeneratedAttribute>() is null
            && !type.FullName!.Contains('+', StringComparison.Ordinal));

    private static bool IsRazor(Type type) =>
        type.Name == "_Imports" || typeof(Microsoft.AspNetCore.Components.ComponentBase).IsAssignableFrom(type);

    [GeneratedRegex(@"\b(class|record|interface|struct|namespace) [\w.]*(Helpers?|Utils?|Utilities|Manager|Common|Misc)\b")]
    private static partial Regex Vague();

    [GeneratedRegex(@"\b(double|float|Half|Double|Single)\.(Try)?Parse\b|\b(Try)?Get(Double|Single)\("
        + @"|\bConvert\.To(Double|Single)\(|NumberHandling\.AllowNamedFloatingPointLiterals")]
    private static partial Regex UncheckedNumber();

    [GeneratedRegex(@"\b(?:Action|Func)\b[^;{}()=]*\?\s+(\w+)\s*\{\s*get;[^}]*\bset;")]
    private static partial Regex LateCallback();

    [GeneratedRegex("TO" + "DO|FIX" + "ME|HA" + "CK|NotImplemented" + "Exception")]
    private static partial Regex Loose();
}
