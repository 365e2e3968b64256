using System.Reflection;
using Estate.Domain.Devices;
using NodaTime;
using Xunit;

namespace Estate.Architecture.Tests;

/// <summary>Every rule holds on the tree as it is, and is seen to fail on a planted breach.</summary>
public sealed class ArchitectureTests
{
    private static readonly SourceTree Tree = SourceTree.Read();

    private static readonly Assembly[] Assemblies =
    [
        typeof(Fact).Assembly, typeof(Adapters.Storage.EstateStore).Assembly,
        typeof(Gateway.DeviceKinds).Assembly, typeof(Web.GatewayHost).Assembly, typeof(Cli.Commands.RunCommand).Assembly,
        typeof(FirmwareSim.Station).Assembly, typeof(District.DistrictSettings).Assembly,
    ];

    internal static IEnumerable<Type> Types => Assemblies.SelectMany(assembly => assembly.GetTypes());

    [Fact]
    public void Slices_never_name_each_other()
    {
        Assert.Contains("Bins", DependencyRules.Kinds(Tree));
        Assert.Empty(DependencyRules.SlicesNeverNameEachOther(Tree));
        var planted = Tree
            .With("src/Estate.Domain/Lifts/LiftKind.cs", "public sealed class LiftKind : DeviceKind<LiftReading, LiftState>")
            .With("src/Estate.Domain/Lifts/LiftState.cs", "using Estate.Domain.Bins;");
        Assert.Single(DependencyRules.SlicesNeverNameEachOther(planted));
        Assert.Single(DependencyRules.SlicesNeverNameEachOther(Tree.With("src/Estate.Domain/Devices/Leak.cs", "var kind = \"bins\";")));
        Assert.Empty(DependencyRules.SlicesNeverNameEachOther(Tree.With("src/Estate.Domain/Points/Fine.cs", "using Estate.Domain.Bins;")));
    }

    [Fact]
    public void Observers_see_facts_and_commands_only()
    {
        var domain = typeof(Fact).Assembly.GetTypes();
        Assert.Empty(DependencyRules.ObserversSeeFactsAndCommandsOnly(Tree, domain));
        Assert.Single(
            DependencyRules.ObserversSeeFactsAndCommandsOnly(
                Tree.With("src/Estate.Domain/Points/Leak.cs", "void Peek(StationState state)"), domain));
    }

    [Fact]
    public void A_kind_is_named_in_its_folder_and_one_line()
    {
        Assert.Empty(DependencyRules.AKindIsNamedInItsFolderAndOneLine(Tree));
        Assert.Single(
            DependencyRules.AKindIsNamedInItsFolderAndOneLine(
                Tree.With("src/Estate.Adapters/Mqtt/Leak.cs", "if (topic.Kind == \"bins\") return;")));
        Assert.Single(
            DependencyRules.AKindIsNamedInItsFolderAndOneLine(
                Tree.With("src/Estate.Gateway/Pipeline/Leak.cs", "using Estate.Domain.Bins;")));
        Assert.Single(
            DependencyRules.AKindIsNamedInItsFolderAndOneLine(Tree.With("src/Estate.Web/Shared/Leak.cs", "using Estate.Domain.Bins;")));
        Assert.Single(DependencyRules.AKindIsNamedInItsFolderAndOneLine(Tree.With("src/Estate.Web/Leak.cs", "using Estate.Domain.Bins;")));
        Assert.Empty(
            DependencyRules.AKindIsNamedInItsFolderAndOneLine(Tree.With("src/Estate.Web/Bins/Fine.cs", "using Estate.Domain.Bins;")));
    }

    [Fact]
    public void Every_kind_has_its_line_in_the_registry()
    {
        var registered = Gateway.DeviceKinds.WithoutCards(DateTimeZone.Utc).Select(kind => kind.GetType()).ToHashSet();
        var missing = typeof(IDeviceKind).Assembly.GetTypes()
            .Where(type =>
                type is { IsAbstract: false, IsClass: true } && typeof(IDeviceKind).IsAssignableFrom(type) && !registered.Contains(type));
        Assert.Empty(missing.Select(type => $"DeviceKinds.cs lacks: new {type.Name}(…),"));
    }

    [Fact]
    public void Every_slice_of_the_site_has_its_line()
    {
        var registered = Web.WebSlices.All.Select(slice => slice.GetType()).ToHashSet();
        var missing = typeof(Web.WebSlices).Assembly.GetTypes()
            .Where(type =>
                type is { IsAbstract: false, IsClass: true } && typeof(Web.Shared.IWebSlice).IsAssignableFrom(type)
                && !registered.Contains(type));
        Assert.Empty(missing.Select(type => $"WebSlices.cs lacks: new {type.Name}(),"));
        Assert.Empty(DependencyRules.FoldersOfTheSiteAreSlices(Tree));
        Assert.Single(DependencyRules.FoldersOfTheSiteAreSlices(Tree.With("src/Estate.Web/Escalators/EscalatorPages.cs", "")));
    }

    [Fact]
    public void A_place_in_the_menu_is_taken_once()
    {
        var positions = Web.WebSlices.All.SelectMany(slice => slice.Menu).Select(entry => entry.Position).ToList();
        Assert.NotEmpty(positions);
        Assert.Empty(Twice(positions));
        Assert.Single(Twice(positions.Append(positions[0])));
    }

    private static IEnumerable<int> Twice(IEnumerable<int> positions) =>
        positions.GroupBy(one => one).Where(same => same.Count() > 1).Select(same => same.Key);

    [Fact]
    public void What_slices_share_names_none_of_them()
    {
        Assert.Empty(DependencyRules.SharedPagesNameNoSlice(Tree));
        Assert.Single(DependencyRules.SharedPagesNameNoSlice(Tree.With("src/Estate.Web/Shared/Leak.cs", "using Estate.Web.Gate;")));
        Assert.Single(DependencyRules.SharedPagesNameNoSlice(Tree.With("src/Estate.Web/Shared/Leak.razor", "@using Estate.Web.Gate")));
    }

    [Fact]
    public void A_technology_is_used_in_one_folder()
    {
        Assert.Empty(DependencyRules.ATechnologyIsUsedInOneFolder(Tree));
        foreach (var (folder, library) in new[]
        {
            ("Estate.Web/Shared", "Microsoft.Data.Sqlite"), ("Estate.Gateway/Pipeline", "MQTTnet"), ("Estate.Web/Home", "Markdig"),
            ("Estate.Adapters/Gpio", "MQTTnet"), ("Estate.Adapters/Chips", "System.Device.Gpio"),
            ("Estate.Gateway/Pipeline", "NATS.Client.Core"), ("Estate.Adapters/District", "Npgsql"),
        })
            Assert.Single(DependencyRules.ATechnologyIsUsedInOneFolder(Tree.With($"src/{folder}/Leak.cs", $"using {library};")));
    }

    [Fact]
    public void Yaml_has_one_reader()
    {
        Assert.Empty(DependencyRules.YamlHasOneReader(Tree));
        Assert.Single(
            DependencyRules.YamlHasOneReader(Tree.With("bench/Replay/Leak.cs", "var reader = new DeserializerBuilder().Build();")));
        Assert.Single(DependencyRules.YamlHasOneReader(Tree.With("src/Estate.Cli/Leak.cs", "new YamlStream().Load(file);")));
    }

    [Fact]
    public void Projects_reference_what_is_below()
    {
        Assert.Empty(DependencyRules.ProjectsReferenceWhatIsBelow(Tree));
        Assert.Single(
            DependencyRules.ProjectsReferenceWhatIsBelow(
                Tree.With("src/Estate.Gateway/Leak.csproj", "<ProjectReference Include=\"../Estate.Web/Estate.Web.csproj\" />")));
        Assert.Single(
            DependencyRules.ProjectsReferenceWhatIsBelow(
                Tree.With(
                    "src/Estate.District/Leak.csproj", "<ProjectReference Include=\"../Estate.Adapters/Estate.Adapters.csproj\" />")));
        Assert.Single(
            DependencyRules.ProjectsReferenceWhatIsBelow(
                Tree.With("src/Estate.Domain/Leak.csproj", "<ProjectReference Include=\"../Estate.Adapters/Estate.Adapters.csproj\" />")));
    }

    [Fact]
    public void The_gateway_knows_no_pages()
    {
        Assert.Empty(DependencyRules.TheGatewayKnowsNoPages(Tree));
        Assert.All(Below(typeof(Gateway.DeviceKinds).Assembly), name => Assert.DoesNotMatch(@"AspNetCore\.Components|Razor", name));
        Assert.Contains(typeof(Web.GatewayHost).Assembly.GetReferencedAssemblies(), name => name.Name == "Microsoft.AspNetCore.Components");
        Assert.Single(DependencyRules.TheGatewayKnowsNoPages(Tree.With("src/Estate.Gateway/People/Leak.razor", "<p></p>")));
        Assert.Single(
            DependencyRules.TheGatewayKnowsNoPages(
                Tree.With("src/Estate.Gateway/People/Leak.cs", "using Microsoft.AspNetCore.Components;")));
        Assert.Single(
            DependencyRules.TheGatewayKnowsNoPages(
                Tree.With("tests/Estate.Gateway.Tests/Leak.csproj", "../../src/Estate.Web/Estate.Web.csproj")));
        Assert.Single(
            DependencyRules.TheGatewayKnowsNoPages(
                Tree.With("src/Estate.Gateway/Leak.csproj", "<Project Sdk=\"Microsoft.NET.Sdk.Razor\">")));
    }

    /// <summary>What it and the product's assemblies below it reference.</summary>
    private static IEnumerable<string> Below(Assembly assembly) => assembly.GetReferencedAssemblies()
        .SelectMany(name => name.Name!.StartsWith("Estate.", StringComparison.Ordinal) ? Below(Assembly.Load(name)) : [name.Name!]);

    [Fact]
    public void The_domain_uses_nothing_but_NodaTime()
    {
        Assert.Empty(DependencyRules.TheDomainUsesNothingButNodaTime(Tree));
        var allowed = typeof(Fact).Assembly.GetReferencedAssemblies().Select(name => name.Name!);
        Assert.All(allowed, name => Assert.True(name == "NodaTime" || name.StartsWith("System.", StringComparison.Ordinal), name));
        foreach (var breach in new[] { "var text = File.ReadAllText(path);", "async Task Wait()", "new HttpClient()",
            "TimeProvider.System.GetUtcNow()" })
            Assert.Single(DependencyRules.TheDomainUsesNothingButNodaTime(Tree.With("src/Estate.Domain/Bins/Leak.cs", breach)));
        Assert.Single(
            DependencyRules.TheDomainUsesNothingButNodaTime(
                Tree.With("src/Estate.Domain/Other.csproj", "<PackageReference Include=\"Polly\" />")));
    }

    [Fact]
    public void The_firmware_knows_nothing_of_the_gateway()
    {
        Assert.Empty(DependencyRules.TheFirmwareKnowsNothingOfTheGateway(Tree));
        Assert.Single(DependencyRules.TheFirmwareKnowsNothingOfTheGateway(Tree.With("firmware-sim/Leak.cs", "using Estate.Domain.Bins;")));
        Assert.DoesNotContain(typeof(FirmwareSim.Station).Assembly.GetReferencedAssemblies(), name =>
            name.Name!.StartsWith("Estate.", StringComparison.Ordinal));
    }

    [Fact]
    public void Files_are_short()
    {
        Assert.Empty(StyleRules.FilesAreShort(Tree));
        Assert.Single(StyleRules.FilesAreShort(Tree.With("src/Long.cs", new string('\n', 301))));
    }

    [Fact]
    public void Lines_are_narrow()
    {
        Assert.Equal("", string.Join("\n", StyleRules.LinesAreNarrow(Tree)));
        Assert.Single(StyleRules.LinesAreNarrow(Tree.With("src/Wide.cs", new string('/', 141))));
        Assert.Single(StyleRules.LinesAreNarrow(Tree.With("src/Estate.Web/Wide.razor", new string('/', 141))));
        Assert.Single(StyleRules.LinesAreNarrow(Tree.With("tests/Wide.cs", '"' + new string('/', 141))));
    }

    [Fact]
    public void What_people_read_is_there_in_both_languages()
    {
        Assert.Equal("", string.Join("\n", TextRules.BothLanguagesAreThere(Tree)));
        Assert.Single(TextRules.BothLanguagesAreThere(Tree.With("src/Leak.cs", "new(\"\u597d\", \"\")")));
        Assert.Single(TextRules.BothLanguagesAreThere(Tree.With("src/Leak.razor", "@Language.Pick(\"\u597d\", \"\u597d\")")));
        Assert.Equal("", string.Join("\n", TextRules.NoWordStandsBareInAPage(Tree)));
        Assert.Single(TextRules.NoWordStandsBareInAPage(Tree.With("src/Estate.Web/Leak.razor", "<p>Hello there</p>")));
    }

    [Fact]
    public void Tests_stand_in_the_folder_of_what_they_test()
    {
        Assert.Equal("", string.Join("\n", StyleRules.TestsStandInFolders(Tree)));
        Assert.Single(StyleRules.TestsStandInFolders(Tree.With("tests/Estate.Web.Tests/LeakTests.cs", "[Fact]")));
    }

    [Fact]
    public void Type_names_say_what_they_are_for()
    {
        Assert.Empty(StyleRules.ThingsAreNamed(Tree));
        Assert.Single(StyleRules.ThingsAreNamed(Tree.With("src/Leak.cs", "internal static class " + "StringHelpers")));
    }

    [Fact]
    public void No_unfinished_code_is_left()
    {
        Assert.Empty(StyleRules.NothingIsLeftLoose(Tree));
        Assert.Single(StyleRules.NothingIsLeftLoose(Tree.With("src/Leak.cs", "// TO" + "DO later")));
    }

    [Fact]
    public void Numbers_from_outside_are_finite()
    {
        Assert.Equal("", string.Join("\n", StyleRules.NumbersAreFinite(Tree)));
        Assert.Single(StyleRules.NumbersAreFinite(Tree.With("src/Leak.cs", "var watt = double.Parse(text);")));
        Assert.Single(StyleRules.NumbersAreFinite(Tree.With("src/Leak.cs", "var watt = element.GetDouble();")));
    }

    [Fact]
    public void Nothing_is_shared_by_estates_of_one_process()
    {
        Assert.Equal("", string.Join("\n", StyleRules.NothingIsSharedByEstates(Types)));
        Assert.Equal(3, StyleRules.NothingIsSharedByEstates([typeof(PlantedStatics)]).Count());
    }

    [Fact]
    public void Nobody_sets_a_callback_later()
    {
        Assert.Empty(StyleRules.NobodySetsACallbackLater(Tree));
        Assert.Single(StyleRules.NobodySetsACallbackLater(Tree.With("src/Leak.cs", "internal Action<Fact>? Failed { get; set; }")));
        Assert.Single(
            StyleRules.NobodySetsACallbackLater(
                Tree.With("src/Leak.cs", "public Func<ReceivedMessage, bool>? Received { get; internal set; }")));
    }

    [Fact]
    public void Classes_are_sealed_abstract_or_static()
    {
        Assert.Empty(StyleRules.ClassesAreSealedAbstractOrStatic(Types));
        Assert.Single(StyleRules.ClassesAreSealedAbstractOrStatic([typeof(PlantedOpenClass)]));
    }

    [Fact]
    public void Constructors_are_short()
    {
        Assert.Equal("", string.Join("\n", StyleRules.ConstructorsAreShort(Types)));
        Assert.Single(StyleRules.ConstructorsAreShort([typeof(PlantedLongConstructor)]));
        Assert.Single(StyleRules.ConstructorsAreShort([typeof(PlantedBagHolder)]));
    }
}

#pragma warning disable CA1852 // Planted: a class left open.
internal class PlantedOpenClass;
#pragma warning restore CA1852

internal static class PlantedStatics
{
    internal static readonly System.Diagnostics.ActivitySource Spans = new("planted");
    internal static readonly System.Collections.Concurrent.ConcurrentDictionary<string, long> Balances = new();

    internal static int Count { get; set; }
}

internal sealed class PlantedService;

internal sealed record PlantedBag(PlantedService One, PlantedService Two, PlantedService Three);

internal sealed class PlantedBagHolder(PlantedBag bag, int a, int b, int c)
{
    internal int Sum => a + b + c + bag.GetHashCode();
}

internal sealed class PlantedLongConstructor(int a, int b, int c, int d, int e, int f)
{
    internal int Sum => a + b + c + d + e + f;
}
