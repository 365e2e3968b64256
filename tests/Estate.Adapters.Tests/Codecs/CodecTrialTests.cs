using Estate.Adapters.Codecs;
using Xunit;

namespace Estate.Adapters.Tests.Codecs;

/// <summary>Whatever becomes of the process in which codecs are tried is a failed case.</summary>
public sealed class CodecTrialTests
{
    [Theory]
    [InlineData("false", "a codec ended the process in which it was tried")]
    [InlineData("yes", "the process in which codecs are tried said something else")]
    [InlineData("/nowhere/estate", "the process in which codecs are tried cannot be started")]
    public async Task A_process_that_fails_is_a_failed_case(string program, string expected)
    {
        var failed = Assert.Single(await CodecTrial.RunAsync(new(program, []), []));

        Assert.StartsWith(expected, failed.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_ends_well_without_a_case_has_none() => Assert.Empty(await CodecTrial.RunAsync(new("true", []), []));
}
