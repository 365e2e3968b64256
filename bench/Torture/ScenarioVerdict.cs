using System.Globalization;

namespace Estate.Bench.Torture;

/// <summary>Figures of a scenario and what was not as promised; one line in the end.</summary>
internal sealed class ScenarioVerdict(string name)
{
    private readonly List<string> _figures = [];
    private readonly List<string> _failures = [];

    internal bool Passes => _failures.Count == 0;

    internal string Name => name;

    internal ScenarioVerdict Figure(string what, object value)
    {
        _figures.Add(string.Create(CultureInfo.InvariantCulture, $"{what}={value}"));
        return this;
    }

    /// <param name="otherwise">What is wrong where it does not hold.</param>
    internal ScenarioVerdict Require(bool holds, string otherwise)
    {
        if (!holds)
            _failures.Add(otherwise);
        return this;
    }

    /// <summary>Nothing acknowledged is lost or doubled, the sums hold, and everything was acknowledged in the end.</summary>
    internal ScenarioVerdict Ledger(TortureVerdict books, bool isDrained) =>
        Figure("acknowledged", books.Acknowledged).Figure("lost", books.Lost).Figure("doubled", books.Doubled)
            .Require(books.Acknowledged > 0, "nothing was acknowledged, so nothing was tried")
            .Require(books.Lost == 0, "acknowledged events or promised points are not there")
            .Require(books.Doubled == 0, "something is there twice")
            .Require(books.LedgerSum == 0, string.Create(CultureInfo.InvariantCulture, $"the ledger's sum is {books.LedgerSum}"))
            .Require(isDrained, "some events were never acknowledged");

    public override string ToString() =>
        $"{name}: {string.Join(' ', _figures)} {(Passes ? "PASS" : $"FAIL ({string.Join("; ", _failures)})")}";
}
