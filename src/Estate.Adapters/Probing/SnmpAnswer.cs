using System.Globalization;
using Estate.Domain.Devices;

namespace Estate.Adapters.Probing;

/// <summary>
/// What <c>snmpget</c> wrote, read strictly: a line for each object that was asked for, a number without a sign, or that the agent does
/// not know it. Anything else an agent may answer is no number, and breaks nothing.
/// </summary>
public sealed class SnmpAnswer
{
    /// <summary>Of net-snmp 5.9, where an agent is there and does not believe who asks.</summary>
    private static readonly string[] Refusals =
        ["Authentication failure", "Unknown user name", "authorizationError", "noAccess", "Unsupported security level",
            "Decryption error"];

    private readonly Dictionary<string, ulong> _numbers = [];

    private SnmpAnswer(ProbeProblem problem) => Problem = problem;

    public ProbeProblem Problem { get; private set; }

    public ulong? this[string oid] => _numbers.TryGetValue(oid, out var number) ? number : null;

    /// <param name="exit">0: an answer; 1: none; 2: the agent says that it could not.</param>
    public static SnmpAnswer Read(int exit, string output, string errors, IReadOnlyList<string> asked)
    {
        if (exit != 0)
            return new(ProblemOf(exit, errors));
        var answer = new SnmpAnswer(ProbeProblem.None);
        foreach (var line in output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            answer.Read(line, asked);
        // No agent is without its uptime.
        if (answer[SnmpObjects.Uptime] is null)
            answer.Problem = ProbeProblem.Unreadable;
        return answer;
    }

    private void Read(string line, IReadOnlyList<string> asked)
    {
        var (oid, value) = line.IndexOf(' ', StringComparison.Ordinal) is > 0 and var space
            ? (line[..space], line[(space + 1)..]) : (line, "");
        if (asked.Contains(oid) && !_numbers.ContainsKey(oid)
            && ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            _numbers.Add(oid, number);
        else if (Problem == ProbeProblem.None)
            Problem = asked.Contains(oid) && value.StartsWith("No Such ", StringComparison.Ordinal)
                ? ProbeProblem.UnknownObject : ProbeProblem.Unreadable;
    }

    /// <summary>What it does not know how to say is no answer; an agent's own trouble is no wrong password.</summary>
    private static ProbeProblem ProblemOf(int exit, string errors) =>
        Refusals.Any(word => errors.Contains(word, StringComparison.OrdinalIgnoreCase)) ? ProbeProblem.Refused
        : exit == 2 ? ProbeProblem.Unreadable : ProbeProblem.NoAnswer;
}
