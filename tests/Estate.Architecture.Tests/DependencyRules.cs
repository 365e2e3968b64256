using System.Reflection;
using System.Text.RegularExpressions;

namespace Estate.Architecture.Tests;

/// <summary>The dependency rules of the design, each as a function from sources to breaches.</summary>
internal static partial class DependencyRules
{
    private const string DomainFolder = "src/Estate.Domain/";
    private const string YamlReader = "src/Estate.Gateway/Configuration/StrictYaml.cs";

    /// <summary>Folders of the domain that may look at every slice's public facts and commands.</summary>
    private static readonly string[] Observers = ["Points", "Alerts", "Rules", "People"];

    /// <summary>A client library and the one folder of a program that may use it.</summary>
    private static readonly (string Library, string Folder)[] Technologies =
    [
        // Two programs that share no code: what they say to each other stands in docs/district.md.
        ("NATS.Client", "src/Estate.Adapters/District/"),
        ("NATS.Client", "src/Estate.District/"),
        ("Npgsql", "src/Estate.District/"),
        ("Microsoft.Data.Sqlite", "src/Estate.Adapters/Storage/"),
        ("Dapper", "src/Estate.Adapters/Storage/"),
        ("MQTTnet", "src/Estate.Adapters/Mqtt/"),
        ("InfluxDB.Client", "src/Estate.Adapters/Influx/"),
        ("System.Device.Gpio", "src/Estate.Adapters/Gpio/"),
        ("System.Device.I2c", "src/Estate.Adapters/Chips/"),
        ("System.Device.Pwm", "src/Estate.Adapters/Chips/"),
        ("System.Device.Spi", "src/Estate.Adapters/Chips/"),
        ("Iot.Device", "src/Estate.Adapters/Chips/"),
        ("System.Net.Http.Headers", "src/Estate.Adapters/"),
        ("Lib.Net.Http.WebPush", "src/Estate.Adapters/Notify/"),
        ("Jint", "src/Estate.Adapters/Codecs/"),
        ("MailKit", "src/Estate.Adapters/Notify/"),
        ("MimeKit", "src/Estate.Adapters/Notify/"),
        ("YamlDotNet", "src/Estate.Gateway/Configuration/"),
        ("OpenTelemetry", "src/Estate.Gateway/Observability/"),
        ("Markdig", "src/Estate.Web/Help/"),
    ];

    /// <summary>The projects of the product and the one that each may reference.</summary>
    private static readonly (string Name, string? Below)[] Below =
    [
        ("Estate.Domain", null), ("Estate.Adapters", "Estate.Domain"), ("Estate.Gateway", "Estate.Adapters"),
        ("Estate.Web", "Estate.Gateway"), ("Estate.Cli", "Estate.Web"), ("Estate.District", null),
    ];

    /// <summary>
    /// Folders of the site whose pages are about several kinds: the front door, the lobby's screen, the committee's decisions, what points
    /// are given for.
    /// </summary>
    private static readonly string[] Composing = ["Home", "Committee", "Points", "Board"];

    /// <summary>They say how the lines of a gate's hours are written.</summary>
    private static readonly string[] ShowSchedules = ["src/Estate.Web/Shared/ApiDocument.cs", "src/Estate.Web/Shared/JsonShape.cs"];

    /// <summary>
    /// What a proposal would have changed in a month, what a rule would have done in the past, and what the windows of rules hold.
    /// </summary>
    private static readonly string[] MayTakeSpans =
        ["src/Estate.Web/Points/PolicyPreviews.cs", "src/Estate.Gateway/Rules/RuleBacktests.cs", "src/Estate.Gateway/Rules/RuleWatch.cs"];

    /// <summary>Bounded by what they look for: a story by its own limits, what rules wait for by their windows.</summary>
    private static readonly string[] Unbounded = ["Why", "FactsSince"];

    /// <summary>Folders of the domain that hold a device kind.</summary>
    internal static IReadOnlyList<string> Kinds(SourceTree tree) =>
        [.. tree.Under(DomainFolder).Where(file => KindClass().IsMatch(file.Value))
        .Select(file => file.Key[DomainFolder.Length..].Split('/')[0]).Distinct().Where(folder => folder != "Devices")];

    internal static IEnumerable<string> SlicesNeverNameEachOther(SourceTree tree) =>
        from kind in Kinds(tree)
        from file in tree.Under(DomainFolder)
        let folder = file.Key[DomainFolder.Length..].Split('/')[0]
        where folder != kind && !Observers.Contains(folder) && Names(file.Value, kind)
        select $"{file.Key} names the slice {kind}";

    /// <summary>Observers may name a slice's facts, requests and the words in them, not its states, readings or settings.</summary>
    internal static IEnumerable<string> ObserversSeeFactsAndCommandsOnly(SourceTree tree, IEnumerable<Type> domain) =>
        from type in domain
        let folder = type.Namespace?.Split('.')[^1] ?? ""
        where Kinds(tree).Contains(folder) && type.Name.Length > 7 && !type.IsEnum && !type.Name.Contains('<', StringComparison.Ordinal)
            && !typeof(Domain.Devices.Fact).IsAssignableFrom(type) && !typeof(Domain.Devices.IRequest).IsAssignableFrom(type)
        from observer in Observers
        from file in tree.Under($"{DomainFolder}{observer}/")
        where Regex.IsMatch(file.Value, $@"\b{type.Name}\b")
        select $"{file.Key} names {type.Name}, which is {folder}' own";

    internal static IEnumerable<string> AKindIsNamedInItsFolderAndOneLine(SourceTree tree) =>
        from kind in Kinds(tree)
        from file in tree.Under("src/")
        where !MayName(file.Key, kind) && Names(file.Value, kind)
        select $"{file.Key} names the kind {kind}";

    /// <summary>Each folder but the shared one and what browsers load has its slice, <c>XSlice.cs</c> in <c>X</c>.</summary>
    internal static IEnumerable<string> FoldersOfTheSiteAreSlices(SourceTree tree) =>
        tree.Under("src/Estate.Web/").Select(file => file.Key.Split('/')).Where(path => path.Length > 3).Select(path => path[2]).Distinct()
            .Where(folder => folder is not ("Shared" or "wwwroot") && !tree.Files.ContainsKey($"src/Estate.Web/{folder}/{folder}Slice.cs"))
            .Select(folder => $"src/Estate.Web/{folder} has no {folder}Slice.cs");

    internal static IEnumerable<string> SharedPagesNameNoSlice(SourceTree tree) =>
        from file in tree.Under("src/Estate.Web/Shared/")
        from Match slice in WebSlice().Matches(file.Value)
        where slice.Groups[1].Value != "Shared"
        select $"{file.Key} names the slice {slice.Groups[1].Value}";

    internal static IEnumerable<string> ProjectsReferenceWhatIsBelow(SourceTree tree) =>
        from project in Below
        from file in tree.Under($"src/{project.Name}/")
        where file.Key.EndsWith(".csproj", StringComparison.Ordinal)
        from Match reference in ProjectReference().Matches(file.Value)
        where reference.Groups[1].Value != project.Below
        select $"{file.Key} references {reference.Groups[1].Value}; "
            + $"{(project.Below is null ? "it stands at the bottom" : "below it is " + project.Below)}";

    /// <summary>
    /// A page or a request asks for the newest so many, or for rows that are kept; who must take a span of the journal takes it piece by
    /// piece and is named in <see cref="MayTakeSpans"/>.
    /// </summary>
    internal static IEnumerable<string> PagesTakeNoSpanOfTheJournal(SourceTree tree) =>
        from file in tree.Under("src/Estate.Web/", "src/Estate.Gateway/Rules/")
        where !MayTakeSpans.Contains(file.Key)
        from Match span in Span().Matches(file.Value)
        select $"{file.Key} takes a span of the journal: {span.Value.Trim()}";

    /// <summary>What reads the journal and gives back a whole list of it, without a number of how many at most.</summary>
    internal static IEnumerable<string> ListsOfTheJournalHaveABound(IEnumerable<Type> readers) =>
        from reader in readers
        from method in reader.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
        where method.ReturnType is { IsGenericType: true } list && list.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
            && IsOfTheJournal(list.GetGenericArguments()[0])
            && !Unbounded.Contains(method.Name) && method.GetParameters().All(parameter => parameter.ParameterType != typeof(int))
        select $"{reader.Name}.{method.Name} has no bound";

    private static bool IsOfTheJournal(Type type) =>
        type.IsGenericParameter || typeof(Domain.Devices.Fact).IsAssignableFrom(type) || type == typeof(Adapters.Storage.JournalEntry);

    /// <summary>So that the pipeline and its tests are built without Razor and npm.</summary>
    internal static IEnumerable<string> TheGatewayKnowsNoPages(SourceTree tree) =>
        tree.Under("src/Estate.Domain/", "src/Estate.Adapters/", "src/Estate.Gateway/", "tests/Estate.Gateway.Tests/")
            .Where(file => file.Key.EndsWith(".razor", StringComparison.Ordinal) || Pages().IsMatch(file.Value))
            .Select(file => $"{file.Key} knows pages, which belong to src/Estate.Web/");

    internal static IEnumerable<string> ATechnologyIsUsedInOneFolder(SourceTree tree) =>
        from technology in Technologies.GroupBy(one => one.Library, one => one.Folder)
        from file in tree.Under("src/")
        where file.Key.EndsWith(".cs", StringComparison.Ordinal)
            && !technology.Any(folder => file.Key.StartsWith(folder, StringComparison.Ordinal))
            && Regex.IsMatch(file.Value, $@"(using|new|:)\s+{Regex.Escape(technology.Key)}\b")
        select $"{file.Key} uses {technology.Key}, which belongs to {string.Join(" and ", technology)}";

    /// <summary>What one reader refuses, another would take.</summary>
    internal static IEnumerable<string> YamlHasOneReader(SourceTree tree) =>
        tree.Under("src/", "bench/").Where(file => file.Key != YamlReader && file.Key.EndsWith(".cs", StringComparison.Ordinal)
            && Regex.IsMatch(file.Value, @"\b(DeserializerBuilder|YamlStream)\b"))
            .Select(file => $"{file.Key} reads YAML by itself; {YamlReader} refuses what looks otherwise than it is read");

    internal static IEnumerable<string> TheDomainUsesNothingButNodaTime(SourceTree tree) =>
        tree.Under(DomainFolder).Where(file => file.Key.EndsWith(".csproj", StringComparison.Ordinal))
            .SelectMany(file =>
                Reference().Matches(file.Value).Select(match => match.Groups[1].Value).Where(name => name != "NodaTime")
                .Select(name => $"{file.Key} references {name}"))
            .Concat(tree.Under(DomainFolder).Where(file => Impure().IsMatch(file.Value))
            .Select(file => $"{file.Key} does I/O, waits, or reads a clock: {Impure().Match(file.Value).Value}"));

    internal static IEnumerable<string> TheFirmwareKnowsNothingOfTheGateway(SourceTree tree) =>
        tree.Under("firmware-sim/").SelectMany(file => EstateName().Matches(file.Value)
            .Select(match => match.Value).Where(name => name != "Estate.FirmwareSim")
            .Select(name => $"{file.Key} names {name}"));

    /// <summary>
    /// The domain, which has rules of its own; the kind's line; its folder of pages; and pages that put several kinds together.
    /// </summary>
    internal static bool MayName(string path, string kind) =>
        path.StartsWith(DomainFolder, StringComparison.Ordinal) || path == "src/Estate.Gateway/DeviceKinds.cs"
            // Plays estates that do not exist, as they speak on the wire.
            || path.StartsWith("src/Estate.District/Demonstration/", StringComparison.Ordinal)
            || ShowSchedules.Contains(path)
            || Composing.Append(kind).Any(folder => path.StartsWith($"src/Estate.Web/{folder}/", StringComparison.Ordinal));

    private static bool Names(string text, string kind) =>
        Regex.IsMatch(text, $@"Estate\.Domain\.{kind}\b|using static .*\.{kind}\b|""{kind.ToLowerInvariant()}""|\b{kind}\.[A-Z]");

    [GeneratedRegex(@"\.(FactsBetween|FactsSince|Contributions)\(|\bFactLines\b|\.(FactsOf|Transfers)(<\w+>)?\([^;]*\bint\.MaxValue")]
    private static partial Regex Span();

    [GeneratedRegex(@"class \w+(\([^)]*\))? : DeviceKind<")]
    private static partial Regex KindClass();

    [GeneratedRegex("<(?:Package|Project|Framework)Reference Include=\"([^\"]+)\"")]
    private static partial Regex Reference();

    [GeneratedRegex(@"Estate\.Web\.([A-Z]\w+)")]
    private static partial Regex WebSlice();

    [GeneratedRegex("<ProjectReference Include=\"[^\"]*?([^/\"]+)\\.csproj\"")]
    private static partial Regex ProjectReference();

    [GeneratedRegex(@"Microsoft\.AspNetCore\.Components|Microsoft\.NET\.Sdk\.(Web|Razor)|Exec Command=""npm|Estate\.(Web|Cli)\.csproj")]
    private static partial Regex Pages();

    [GeneratedRegex(@"(?<!\.)\b(File|Directory|Task|Thread|HttpClient|Socket|TimeProvider|ILogger|Console|Random\.Shared)\b[.(<]"
        + @"|\basync\b|\bawait\b")]
    private static partial Regex Impure();

    [GeneratedRegex(@"\bEstate\.[A-Z]\w+")]
    private static partial Regex EstateName();
}
