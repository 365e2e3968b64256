using Estate.Adapters.Probing;
using Estate.Domain.Devices;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Estate.Adapters.Tests.Probing;

/// <summary>What snmpget writes is read strictly, and nothing that an agent may answer breaks the reading.</summary>
public sealed class SnmpAnswerTests
{
    private const string Uptime = ".1.3.6.1.2.1.1.3.0", Clients = ".1.3.6.1.4.1.1.1";
    private static readonly string[] Asked = [Uptime, Clients];

    [Fact]
    public void Numbers_are_read_and_an_object_it_does_not_know_is_told()
    {
        var answer = Read($"{Uptime} 4242\n{Clients} 17\n");
        Assert.Equal((ProbeProblem.None, 4242UL, 17UL), (answer.Problem, answer[Uptime], answer[Clients]));
        answer = Read($"{Uptime} 4242\n{Clients} No Such Object available on this agent at this OID\n");
        Assert.Equal((ProbeProblem.UnknownObject, null), (answer.Problem, answer[Clients]));
        answer = Read($"{Uptime} 4242\n{Clients} No Such Instance currently exists at this OID\n");
        Assert.Equal(ProbeProblem.UnknownObject, answer.Problem);
    }

    [Theory]
    [InlineData("-3")]
    [InlineData("+3")]
    [InlineData("3.5")]
    [InlineData("0x11")]
    [InlineData("18446744073709551616")]
    [InlineData("\"17\"")]
    [InlineData("\"a\n.1.3.6.1.9 5\"")]
    [InlineData("")]
    [InlineData("No more variables left in this MIB View (It is past the end of the MIB tree)")]
    public void What_is_no_number_is_none(string value)
    {
        var answer = Read($"{Uptime} 4242\n{Clients} {value}\n");
        Assert.Equal((ProbeProblem.Unreadable, null, 4242UL), (answer.Problem, answer[Clients], answer[Uptime]));
    }

    [Fact]
    public void An_object_that_was_not_asked_for_and_one_said_twice_are_not_believed()
    {
        Assert.Equal(ProbeProblem.Unreadable, Read($"{Uptime} 1\n.1.3.6.1.9 5\n").Problem);
        var twice = Read($"{Uptime} 1\n{Uptime} 2\n");
        Assert.Equal((ProbeProblem.Unreadable, 1UL), (twice.Problem, twice[Uptime]));
        Assert.Equal(ProbeProblem.Unreadable, Read("").Problem);
    }

    [Theory]
    [InlineData(1, "Timeout: No Response from udp:127.0.0.1:9.", ProbeProblem.NoAnswer)]
    [InlineData(1, "snmpget: Unknown host (udp:no.such.invalid:161)", ProbeProblem.NoAnswer)]
    [InlineData(1, "snmpget: Authentication failure (incorrect password, community or key)", ProbeProblem.Refused)]
    [InlineData(1, "snmpget: Unknown user name", ProbeProblem.Refused)]
    [InlineData(2, "Error in packet\nReason: authorizationError (access denied to that object)", ProbeProblem.Refused)]
    [InlineData(2, "Error in packet\nReason: (genError) A general failure occured", ProbeProblem.Unreadable)]
    [InlineData(2, "Error in packet.\nReason: (tooBig) Response message would have been too large.", ProbeProblem.Unreadable)]
    [InlineData(2, "Error in packet\nReason: (noAccess) access denied", ProbeProblem.Refused)]
    [InlineData(137, "", ProbeProblem.NoAnswer)]
    public void Why_there_is_no_answer_is_told_apart(int exit, string errors, ProbeProblem problem) =>
        Assert.Equal(problem, SnmpAnswer.Read(exit, $"{Uptime} 1\n", errors, Asked).Problem);

    [Fact]
    public void No_output_breaks_the_reading()
    {
        var pieces = Gen.Elements(
            Uptime, Clients, " ", "\n", "\r", "\0", "-", "5", "\"", "No Such ", "é", new string('9', 40), ".1.3", "e9");
        Prop.ForAll(pieces.ArrayOf().ToArbitrary(), some =>
        {
            var answer = Read(string.Concat(some));
            return answer.Problem is ProbeProblem.None or ProbeProblem.Unreadable or ProbeProblem.UnknownObject
                && (answer.Problem != ProbeProblem.None || answer[Uptime] is not null);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    private static SnmpAnswer Read(string output) => SnmpAnswer.Read(0, output, "", Asked);
}
