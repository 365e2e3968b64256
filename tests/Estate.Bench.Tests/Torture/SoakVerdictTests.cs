using Estate.Bench.Torture;
using Xunit;

namespace Estate.Bench.Tests.Torture;

public sealed class SoakVerdictTests
{
    [Fact]
    public void Fluctuating_memory_and_handles_pass() => Assert.True(VerdictOf((_, noise) => 100 + noise, i => 300 + (i % 3)).Passes);

    [Fact]
    public void A_leak_of_ten_megabytes_an_hour_fails() =>
        Assert.False(VerdictOf((hours, noise) => 100 + (10 * hours) + noise, _ => 300).Passes);

    [Fact]
    public void Memory_of_the_warm_up_does_not_count() =>
        Assert.True(VerdictOf((hours, noise) => 100 + noise - Math.Max(0, 40 - (hours * 1000)), _ => 300).Passes);

    [Fact]
    public void Handles_that_climb_fail_even_slowly() => Assert.False(VerdictOf((_, noise) => 100 + noise, i => 300 + (i / 30)).Passes);

    [Fact]
    public void Handles_that_jump_fail() => Assert.False(VerdictOf((_, noise) => 100 + noise, i => 300 + (i % 40)).Passes);

    private static ScenarioVerdict VerdictOf(Func<double, double, double> memory, Func<int, int> handles)
    {
        var random = new Random(5);
        return SoakVerdict.Of(
            [.. Enumerable.Range(0, 180).Select(i => (Hours: i / 360.0, Memory: memory(i / 360.0, random.NextDouble()), i))
            .Select(one => new SoakSample(one.Hours, one.Memory, one.Memory / 2, handles(one.i)))]);
    }
}
