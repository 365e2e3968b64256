using Estate.Domain.Rules.Cel;
using Xunit;

namespace Estate.Domain.Tests.Rules.Cel;

/// <summary>Cases of our own, which always run: what the public ones leave to each implementation.</summary>
public class CelTests
{
    private static readonly CelEnvironment Bins = new(
    [
        new("fact.grams", CelType.Int, _ => CelValue.Of(1200L)),
        new("fact.household", CelType.String, _ => CelValue.Unknown("fact.household")),
        new("value.fill", CelType.Double, _ => CelValue.Of(0.9)),
        new("value.temp_c", CelType.Double, _ => CelValue.Unknown("value.temp_c")),
        new("tag.category", CelType.String, _ => CelValue.Of("wet")),
        new("all", CelType.List(CelType.Int), _ =>
            CelValue.Of((IReadOnlyList<CelValue>)[.. Enumerable.Range(0, 200).Select(i => CelValue.Of((long)i))])),
    ])
    { RefusesNonsense = true };

    [Theory]
    [InlineData("value.fill >= 0.85 && tag.category == 'wet'", CelTruth.True)]
    [InlineData("value.temp_c > 60.0", CelTruth.Unknown)]
    [InlineData("value.temp_c > 60.0 && value.fill > 0.95", CelTruth.False)]
    [InlineData("value.temp_c > 60.0 || value.fill > 0.85", CelTruth.True)]
    [InlineData("value.temp_c > 60.0 || value.fill > 0.95", CelTruth.Unknown)]
    [InlineData("!(value.temp_c > 60.0)", CelTruth.Unknown)]
    [InlineData("has(fact.household)", CelTruth.False)]
    [InlineData("has(fact.grams) && fact.grams in [1200, 5]", CelTruth.True)]
    [InlineData("fact.household == 'h-1'", CelTruth.Unknown)]
    [InlineData("value.temp_c > 60.0 && 1 / (fact.grams - 1200) > 0", CelTruth.Unknown)]
    [InlineData("1 / (fact.grams - 1200) > 0", CelTruth.Error)]
    [InlineData("tag.category.matches('^w[a-z]+$')", CelTruth.True)]
    [InlineData("all.exists(one, one == 199) && all.all(one, one < 200)", CelTruth.True)]
    public void Unknown_is_neither_true_nor_false(string expression, CelTruth expected)
    {
        var program = CelProgram.Condition(expression, Bins);

        Assert.Equal(expected, program.Test(new CelFrame()));
        // The long way comes to the same.
        Assert.Equal(
            expected,
            program.Evaluate(new CelFrame()) switch
            { { Kind: CelKind.Bool } value =>
                value.AsBool ? CelTruth.True : CelTruth.False, { Kind: CelKind.Unknown } => CelTruth.Unknown,
                _ => CelTruth.Error
            });
    }

    [Theory]
    [InlineData("value.fil > 0.5", 1, 1, "'value' has no field 'fil'; did you mean 'fill'?")]
    [InlineData("true &&\n  valeu > 0.5", 2, 3, "undeclared reference to 'valeu'")]
    [InlineData("value.fill > 1", 1, 1, "write 5.0 instead of 5")]
    [InlineData("value.fill > '1'", 1, 1, "a double cannot be compared with a string")]
    [InlineData("tag.category.startWith('w')", 1, 1, "did you mean 'startsWith'")]
    [InlineData("fact.grams / 0 > 1", 1, 1, "division by zero")]
    [InlineData("duration('10 minutes') > duration('1s')", 1, 1, "is no length of time such as 90s, 10m")]
    [InlineData("value.fill >", 1, 13, "ends too early")]
    [InlineData("value.fill > 0.5)", 1, 17, "')' is one too many here")]
    [InlineData("tag.category == 'wet", 1, 17, "no closing '")]
    [InlineData("value.fill > 0.5 # full", 1, 18, "'#' means nothing here")]
    [InlineData("tag.category.matches('(a)\\\\1')", 1, 1, "bounded time")]
    [InlineData("value > 1.0", 1, 1, "name one of its fields")]
    [InlineData("value.fill + 'x' == 'y'", 1, 1, "does not take double and string")]
    public void An_error_says_where_and_what_to_do(string expression, int line, int column, string words)
    {
        var mistake = Assert.Single(Assert.Throws<CelException>(() => CelProgram.Compile(expression, Bins)).Errors);

        Assert.Contains(words, mistake.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), (mistake.Line, mistake.Column));
    }

    [Fact]
    public void An_expression_that_is_not_boolean_is_refused() =>
        Assert.Contains(
            "this is double", Assert.Throws<CelException>(() => CelProgram.Condition("value.fill", Bins)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Deep_and_long_expressions_are_refused_without_crashing()
    {
        foreach (var bomb in new[] { new string('(', 50_000), new string('(', 5_000) + "1",
            string.Concat(Enumerable.Repeat("!", 8_000)) + "true", "1" + string.Concat(Enumerable.Repeat("+1", 6_000)),
            string.Concat(Enumerable.Repeat("[", 200)) + string.Concat(Enumerable.Repeat("]", 200)), new string('a', 1_000_000) })
            Assert.Throws<CelException>(() => CelProgram.Compile(bomb, CelEnvironment.Empty));
    }

    [Fact]
    public void An_expensive_loop_ends()
    {
        var frame = new CelFrame();

        var value = CelProgram.Condition("all.all(a, all.all(b, all.all(c, a + b + c >= 0)))", Bins).Evaluate(frame);

        Assert.Equal((CelKind.Error, true), (value.Kind, value.Problem.Contains("too expensive", StringComparison.Ordinal)));
        Assert.InRange(frame.Steps, CelFrame.MaxSteps, CelFrame.MaxSteps + 300);
    }

    [Fact]
    public void A_regular_expression_cannot_backtrack_endlessly()
    {
        var text = new CelEnvironment([new("text", CelType.String, _ => CelValue.Of(new string('a', 5000) + "!"))]);

        Assert.Equal(CelTruth.False, CelProgram.Condition("text.matches('^(a+)+$')", text).Test(new CelFrame()));
    }

    [Fact]
    public void An_evaluation_allocates_nothing()
    {
        var program = CelProgram.Condition(
            "value.fill >= 0.85 && value.fill < 2.0 && tag.category == 'wet' && fact.grams > 500 && fact.grams * 2 + 1 - fact.grams > 500",
            Bins);
        var frame = new CelFrame();
        for (var i = 0; i < 1000; i++)
            program.Test(frame);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            program.Test(frame);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void The_parts_of_a_condition_say_what_each_saw()
    {
        var program = CelProgram.Condition("value.fill >= 0.85 && (tag.category == 'dry' || value.temp_c > 60.0)", Bins);

        Assert.Equal(
            ["value.fill >= 0.85 True value.fill=0.9", "tag.category == 'dry' False tag.category=wet",
            "value.temp_c > 60.0 Unknown value.temp_c=?"],
            program.Parts.Select(part => $"{part.Text} {part.Test(new CelFrame())} "
                + $"{string.Join(",", part.Values(new CelFrame()).Select(pair => $"{pair.Name}={pair.Value}"))}"));
    }
}
