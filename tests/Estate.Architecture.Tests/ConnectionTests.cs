using System.Text.RegularExpressions;
using Xunit;

namespace Estate.Architecture.Tests;

/// <summary>
/// Connections of SQLite have no lock (decision 67): nobody keeps one beside another thread, nothing is left to the collector.
/// </summary>
public sealed partial class ConnectionTests
{
    private const string Storage = "src/Estate.Adapters/Storage/";

    /// <summary>Of one thread at a time each, as the decision says.</summary>
    private static readonly string[] Keepers =
        [Storage + "EstateStore.cs", Storage + "JournalFile.cs", Storage + "Privacy/ExpiredFacts.cs", Storage + "Privacy/ExpiredEvents.cs"];

    private static readonly SourceTree Tree = SourceTree.Read();

    [Fact]
    public void A_connection_is_kept_by_those_who_were_looked_through()
    {
        Assert.Empty(Kept(Tree));
        Assert.Equal(Keepers.Order(), Tree.Under("src/").Where(file => Field().IsMatch(file.Value)).Select(file => file.Key).Order());
        Assert.Single(Kept(Tree.With(Storage + "Leak.cs", "private readonly SqliteConnection _connection;")));
        Assert.Single(Kept(Tree.With(Storage + "Leak.cs", "internal SqliteConnection Connection { get; }")));
    }

    [Fact]
    public void A_command_is_disposed_where_it_was_made()
    {
        Assert.Empty(Undisposed(Tree));
        Assert.Single(Undisposed(Tree.With(Storage + "Leak.cs", "var command = connection.CreateCommand();")));
    }

    private static IEnumerable<string> Kept(SourceTree tree) => tree.Under("src/")
        .Where(file => !Keepers.Contains(file.Key) && Field().IsMatch(file.Value)).Select(file => file.Key);

    private static IEnumerable<string> Undisposed(SourceTree tree) => tree.Under("src/")
        .SelectMany(file => file.Value.Split('\n').Where(line => line.Contains(".CreateCommand()", StringComparison.Ordinal)
            && !line.TrimStart().StartsWith("using ", StringComparison.Ordinal)).Select(line => $"{file.Key}: {line.Trim()}"));

    [GeneratedRegex(@"SqliteConnection\??\s+(_\w+\s*[;=]|\w+\s*\{)")]
    private static partial Regex Field();
}
