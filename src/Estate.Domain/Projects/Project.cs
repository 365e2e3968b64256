using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Projects;

/// <summary>Something the estate may do, with a first idea how, and the day by which it shall be done.</summary>
/// <param name="Wishes">Of the households, by their ids.</param>
public sealed record Project(string Id, Text Title, Text Idea, LocalDate Due, ImmutableArray<string> Wishes)
{
    public string Author { get; init; } = "";
}

/// <summary>Where a project stands.</summary>
public enum ProjectState
{
    /// <summary>May be put to the households.</summary>
    Candidate,

    /// <summary>Among the first of a list: promised.</summary>
    Committed,

    /// <summary>Done; the households say how.</summary>
    Finished,

    /// <summary>Enough households are satisfied.</summary>
    Accepted,

    /// <summary>Given up, with a reason.</summary>
    Dropped,
}

/// <summary>What the households' ticks made of it: which of the list, with how many ticks, by when.</summary>
public sealed record Promise(string Poll, int Rank, int Ticks, LocalDate Due, Instant At);

/// <summary>What was done.</summary>
public sealed record Ending(Text Outcome, Instant At);

/// <summary>What came of the households' grades.</summary>
public sealed record Verdict(string Poll, bool IsSatisfied, Instant At);

/// <summary>The three meetings of a project (三会制度).</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<MeetingKind>))]
public enum MeetingKind
{
    /// <summary>Whether and what (听证会).</summary>
    Hearing,

    /// <summary>Those it hinders come to terms (协调会).</summary>
    Coordination,

    /// <summary>How it turned out (评议会).</summary>
    Review,
}

/// <summary>A meeting about a project, as it is on record.</summary>
/// <param name="Attendance">People who were there; a number, no names.</param>
/// <param name="Resolution">The number of the decision; empty where none was taken.</param>
public sealed record Meeting(MeetingKind Kind, LocalDate On, Text Minutes, int Attendance, string Resolution);

/// <summary>What somebody wishes for the estate.</summary>
public sealed record Wish(string Id, string Words, string Channel, Instant At)
{
    /// <summary>The project that takes it up.</summary>
    public string? Project { get; init; }

    /// <summary>Why it was set aside; null: it was not.</summary>
    public string? Reason { get; init; }

    public bool IsOpen => Project is null && Reason is null;

    public bool IsOf(string household) => Household == household;

    /// <summary>So that nobody fills the list; null: not known.</summary>
    internal string? Household { get; init; }
}
