using Estate.Bench.District;
using Estate.Bench.Torture.District;
using Xunit;

namespace Estate.Bench.Tests.Torture;

public sealed class DistrictVerdictTests
{
    private static readonly ToldFact One = new(1, "deposited", 1_000), Two = new(2, "deposited", 2_000);

    [Fact]
    public void What_was_sent_and_is_there_once_is_clean() =>
        Assert.Equal(new DistrictVerdict(2, 0, 0), DistrictVerdict.Of([One, Two], [One, Two]));

    [Fact]
    public void What_is_not_there_is_lost_and_what_is_there_twice_is_doubled() =>
        Assert.Equal(new DistrictVerdict(3, 1, 2), DistrictVerdict.Of([One, Two], [One, One, One]));

    [Fact]
    public void A_fact_with_another_time_is_one_lost_and_one_that_nobody_sent() =>
        Assert.Equal(new DistrictVerdict(2, 1, 1), DistrictVerdict.Of([One, Two], [One, Two with { At = 2_001 }]));

    [Fact]
    public void Verdicts_of_estates_add_up() =>
        Assert.Equal(new DistrictVerdict(3, 1, 1), new DistrictVerdict(1, 1, 0) + new DistrictVerdict(2, 0, 1));
}
