using System.Runtime;
using Estate.Bench.Start;
using Xunit;

namespace Estate.Bench.Tests.Start;

public sealed class CompiledMethodsTests
{
    [Fact]
    public async Task What_the_runtime_tells_lies_between_what_was_compiled_before_and_after()
    {
        var before = JitInfo.GetCompiledMethodCount();
        var told = await CompiledMethods.OfAsync(Environment.ProcessId, TestContext.Current.CancellationToken);
        Assert.InRange(told, before, JitInfo.GetCompiledMethodCount());
    }

    [Fact]
    public void Of_an_even_number_of_starts_the_two_in_the_middle_count()
    {
        StartFigures[] starts = [new(400, 1.5), new(100, 0.5), new(300, 1.0), new(200, 2.0)];
        Assert.Equal(new StartFigures(250, 1.25), StartFigures.Median(starts));
        Assert.Equal(new StartFigures(300, 1.0), StartFigures.Median(starts[..3]));
    }
}
