using Estate.Adapters.Storage.Damage;
using Estate.Adapters.Storage.Privacy;
using Estate.TestKit;
using Xunit;

namespace Estate.Adapters.Tests.Storage.Privacy;

/// <summary>The audit's sheet leaves out nothing in which somebody can be recognised, and its figures are the database's.</summary>
public sealed class PersonalRecordTests : IDisposable
{
    private readonly TestHouseholds _estate = new();

    public void Dispose() => _estate.Dispose();

    [Fact]
    public void Every_column_of_the_database_is_known_to_have_people_in_it_or_not() => Assert.Equal(Columns(), Known());

    [Fact]
    public void A_column_somebody_adds_is_missed()
    {
        TestDatabase.Run(_estate.Database.Path, "ALTER TABLE card ADD COLUMN telephone TEXT; CREATE TABLE visitor(name TEXT)");
        Assert.Equal(["card.telephone", "visitor.name"], Columns().Except(Known()));
    }

    [Fact]
    public void Every_retention_rule_is_on_the_sheet_with_its_days()
    {
        var policy = new RetentionPolicy { CardsDays = 11, AuditDays = 222 };
        var days = new PersonalRecordCounter(_estate.Database, _estate.Kinds).Count(policy)
            .Where(holding => holding.Days is not null).ToDictionary(holding => holding.Record.Name, holding => holding.Days!.Value);
        Assert.Equal(RetentionRule.DaysByName(policy).OrderBy(pair => pair.Key), days.OrderBy(pair => pair.Key));
        Assert.Equal((11, 222), (days["cards_in_journal"], days["names_in_audit"]));
    }

    [Fact]
    public void Rows_persons_and_the_oldest_are_counted_and_who_was_forgotten_is_nobody()
    {
        var began = _estate.Now;
        _estate.Award(TestHouseholds.Leaving, 5);
        _estate.Award(TestHouseholds.Leaving, 5);
        _estate.Correct(TestHouseholds.Staying, 3);
        _estate.Commit();
        var before = Counts();
        Assert.Equal(new(null, 3, 2, began), before["transfers"]);
        Assert.Equal(new(null, 3, 3, null), before["cards"]);
        Assert.Equal(new(null, 2, 1, began), before["cards_in_journal"]);
        Assert.Equal((1L, 1L), (before["names_in_audit"].Rows, before["names_in_audit"].Persons));
        var people = before["people_in_journal"];
        Assert.Equal((5L, 2L, began), (people.Rows, people.Persons, people.Oldest));
        Assert.Equal(
            [("Waste-sorting station", 2L), ("points", 3L)],
            Holding("people_in_journal").Counts.Skip(1).Select(part => (part.Where!.Value.En, part.Rows)));

        new HouseholdErasure(_estate.Database, _estate.Reader, _estate.Audit, _estate.Kinds)
            .Run(TestHouseholds.Leaving, "local:test", _estate.Now);
        var after = Counts();
        Assert.Equal((3L, 1L), (after["transfers"].Rows, after["transfers"].Persons));
        Assert.Equal((1L, 1L), (after["people_in_journal"].Rows, after["people_in_journal"].Persons));
    }

    private IReadOnlyList<PersonalHolding> Holdings() => new PersonalRecordCounter(_estate.Database, _estate.Kinds).Count(new());

    private PersonalHolding Holding(string name) => Holdings().Single(holding => holding.Record.Name == name);

    private Dictionary<string, PersonalCount> Counts() =>
        Holdings().ToDictionary(holding => holding.Record.Name, holding => holding.Counts[0]);

    private List<string> Columns()
    {
        using var connection = _estate.Database.Open();
        return
        [
            .. TableColumns.Tables(connection)
                .SelectMany(table => TableColumns.Of(connection, table).Select(column => $"{table}.{column.Name}"))
                .Order(StringComparer.Ordinal),
        ];
    }

    private static List<string> Known() =>
    [
        .. PersonalRecords.All.SelectMany(record => record.Columns.Select(column => $"{record.Table}.{column}"))
            .Concat(PersonalRecords.NobodyIn.SelectMany(pair => pair.Value.Select(column => $"{pair.Key}.{column}")))
            .Distinct().Order(StringComparer.Ordinal),
    ];
}
