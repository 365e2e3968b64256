using Estate.Domain.Devices;
using NodaTime;
using Xunit;

namespace Estate.Architecture.Tests;

/// <summary>Whoever asks over the web gets the newest so many, or kept rows; only named classes read a span of the journal.</summary>
public sealed class JournalSpanTests
{
    private static readonly SourceTree Tree = SourceTree.Read();

    [Fact]
    public void Pages_take_no_span_of_the_journal()
    {
        Assert.Empty(DependencyRules.PagesTakeNoSpanOfTheJournal(Tree));
        string[] leaks =
        [
            "reader.FactsBetween(Types, from, to)", "reads.Reader.FactsSince(typeof(X), at)", "new FactLines(database)",
            "@Reader.FactsOf<RuleChanged>(Rules, int.MaxValue)",
        ];
        foreach (var leak in leaks)
            Assert.Single(DependencyRules.PagesTakeNoSpanOfTheJournal(Tree.With("src/Estate.Web/Home/Leak.razor", leak)));
        Assert.Empty(DependencyRules.PagesTakeNoSpanOfTheJournal(Tree.With("src/Estate.Web/Home/Fine.cs", "reader.FactsOf(device, 60)")));
        Type[] readers = [typeof(Adapters.Storage.EstateReader), typeof(Adapters.Storage.JournalReader)];
        Assert.Empty(DependencyRules.ListsOfTheJournalHaveABound(readers));
        Assert.Single(DependencyRules.ListsOfTheJournalHaveABound([.. readers, typeof(LeakyReader)]));
    }

    private sealed class LeakyReader
    {
        public IReadOnlyList<Fact> All(Instant since) => throw new NotSupportedException($"{since}");
    }
}
