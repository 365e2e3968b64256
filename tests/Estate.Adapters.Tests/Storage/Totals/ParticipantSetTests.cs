using Estate.Adapters.Storage.Totals;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Estate.Adapters.Tests.Storage.Totals;

public sealed class ParticipantSetTests
{
    private static readonly Arbitrary<int[]> Numbers = Gen.ArrayOf(Gen.OneOf(Gen.Choose(0, 200), Gen.Choose(0, 1 << 20))).ToArbitrary();

    [Fact]
    public void A_packed_set_is_the_same_set() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(Numbers, Numbers, (some, others) =>
        {
            var set = SetOf(some);
            var again = new ParticipantSet(set.Pack());
            Assert.Equal(some.Distinct().Order(), again.Numbers);
            again.Add(SetOf(others).Pack());
            Assert.Equal(some.Union(others).Order(), again.Numbers);
            Assert.Equal(again.Count, again.Numbers.Count());
            Assert.Equal(others.Distinct().Count(), again.Remove(SetOf(others).Pack()));
            Assert.Equal(some.Except(others).Order(), again.Numbers);
            return true;
        }));

    [Fact]
    public void Damaged_bytes_are_a_set_within_bounds() => Check.One(Config.QuickThrowOnFailure, Prop.ForAll(
        ArbMap.Default.ArbFor<byte[]>(), bytes => new ParticipantSet(bytes).Numbers.All(number => number is >= 0 and <= 1 << 20)));

    [Fact]
    public void Impossible_numbers_are_left_out()
    {
        var set = SetOf([-1, int.MaxValue, 5]);
        Assert.Equal([5], set.Numbers);
        Assert.False(set.Contains(-1));
        Assert.False(set.Contains(int.MaxValue));
    }

    private static ParticipantSet SetOf(IEnumerable<int> numbers)
    {
        var set = new ParticipantSet();
        foreach (var number in numbers)
            set.Add(number);
        return set;
    }
}
