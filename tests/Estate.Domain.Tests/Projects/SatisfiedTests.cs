using Estate.Domain.Devices;
using Estate.Domain.People;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.Projects;

/// <summary>How many are satisfied is kept where enough answered, and of no other poll.</summary>
public sealed class SatisfiedTests
{
    [Theory]
    [InlineData(PollKind.Satisfaction, 3, 2, 1, 5)]
    [InlineData(PollKind.Satisfaction, 0, 0, 5, 0)]
    [InlineData(PollKind.Satisfaction, 4, 0, 0, null)]
    [InlineData(PollKind.Question, 30, 20, 10, null)]
    public void The_first_two_grades_are_satisfied(PollKind kind, int very, int satisfied, int not, int? expected)
    {
        var text = new Text("a", "a");
        var poll = new Poll("p", text, text, [text, text, text], Instant.MinValue, Instant.MaxValue, 1) { Kind = kind };
        var result = poll.ResultOf([very, satisfied, 0, not, 0], very + satisfied + not, 100);
        Assert.Equal(expected, result.Satisfied);
        Assert.Equal(very + satisfied + not, result.Turnout);
    }
}
