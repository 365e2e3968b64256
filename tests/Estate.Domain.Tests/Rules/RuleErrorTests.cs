using Estate.Domain.Rules;
using Estate.TestKit;
using Xunit;

namespace Estate.Domain.Tests.Rules;

/// <summary>A rule that cannot be is refused, with its member and what to do.</summary>
public sealed class RuleErrorTests
{
    private static readonly RuleSource NearlyFull = new("nearly-full")
    {
        On = ["bin"],
        When = "value.fill >= 0.85",
        Title = new("快满了", "Nearly full"),
    };

    [Theory]
    [InlineData("reset_latch", "a rule cannot ask a charger to 'reset_latch'. It can ask: stop_charging")]
    [InlineData("start_charging", "a rule cannot ask a charger to 'start_charging'")]
    public void No_rule_weakens_an_interlock(string request, string words) => Assert.Contains(
        new TestRules().Errors(NearlyFull with { Do = [new("ask") { To = ["charger/c01"], Request = request }] }), mistake =>
            mistake.Message.StartsWith(words, StringComparison.Ordinal));

    [Fact]
    public void Errors_name_the_member_and_what_to_do()
    {
        var mistakes = new TestRules().Errors(new("Bad id")
        {
            On = ["bim"],
            Devices = ["bins/station-9", "escalator"],
            When = "value.fil > 1",
            Hides = ["smoke"],
        });

        Assert.Equal(["id", "title", "devices", "devices", "on"], mistakes.Select(mistake => mistake.Member));
        Assert.Contains("did you mean 'bin'", mistakes[^1].Message, StringComparison.Ordinal);
        Assert.Contains("did you mean 'bins/station-1'", mistakes[2].Message, StringComparison.Ordinal);
        var more = new TestRules().Errors(NearlyFull with
        {
            When = "value.fil > 0.5",
            Text = new("{value.fill}", "ok {tag.catgory}"),
            Hides = ["smoke"],
            By = ["categry"],
            Do = [new("notify") { To = ["dutty"] }, new("fly")]
        });
        Assert.Equal(["when", "text.en", "by", "hides", "do", "do"], more.Select(mistake => mistake.Member));
        Assert.Equal((1, 5), (more[1].Line, more[1].Column));
    }
}
