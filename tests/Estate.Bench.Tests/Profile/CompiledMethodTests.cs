using Estate.Bench.Profile;
using Xunit;

namespace Estate.Bench.Tests.Profile;

public sealed class CompiledMethodTests
{
    [Fact]
    public void A_listed_method_is_taken_apart()
    {
        var method = CompiledMethod.Parse(
            " 12: JIT compiled A.B`2+C[int,D.E`1[System.__Canon[]]]:F[byte](int,G.H`2[int,int],byref) [Tier0, IL size=9, code size=39]")!;
        Assert.Equal(("A.B`2+C", "F", 3), (method.Owner.Name, method.Name, method.Parameters));
        Assert.Equal(["int", "D.E`1"], method.Owner.Arguments.Select(one => one.Name));
        Assert.Equal(("System.__Canon", 1), (method.Owner.Arguments[1].Arguments[0].Name, method.Owner.Arguments[1].Arguments[0].Arrays));
        Assert.Equal(["byte"], method.Arguments.Select(one => one.Name));
    }

    [Theory]
    [InlineData("   1: JIT compiled Program:<Main>$(System.String[]) [Tier0, IL size=55, code size=86]", "<Main>$", 1)]
    [InlineData("1: JIT compiled A+<>c:<B>b__0_1() [Instrumented Tier0, IL size=1, code size=2]", "<B>b__0_1", 0)]
    [InlineData("1: JIT compiled A:I<T[]>.Get(int) [Tier1, IL size=1, code size=2]", "I<T[]>.Get", 1)]
    public void What_stands_in_a_name_belongs_to_it(string line, string name, int parameters)
    {
        var method = CompiledMethod.Parse(line)!;
        Assert.Equal((name, parameters), (method.Name, method.Parameters));
    }

    [Theory]
    [InlineData("1: JIT compiled (dynamicClass):InvokeStub_A.B(System.Object) [FullOpts, IL size=1, code size=2]")]
    [InlineData("1: JIT compiled A.B:IL_STUB_InstantiatingStub(int) [FullOpts, IL size=1, code size=2]")]
    [InlineData("something else")]
    public void What_the_runtime_makes_itself_is_none(string line) => Assert.Null(CompiledMethod.Parse(line));

    [Theory]
    [InlineData("1: JIT compiled A.B [Tier0, IL size=1, code size=2]")]
    [InlineData("1: JIT compiled A.B`1[int:C() [Tier0, IL size=1, code size=2]")]
    [InlineData("1: JIT compiled A.B:C [Tier0, IL size=1, code size=2]")]
    public void A_line_that_cannot_be_is_refused(string line) => Assert.Throws<FormatException>(() => CompiledMethod.Parse(line));
}
