using System.Collections.Immutable;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Projects;

/// <param name="Household">Whose; null where it was said at the desk and nobody asked.</param>
/// <param name="Channel">Where from: <c>phone</c>, <c>card</c> or <c>desk</c>.</param>
public sealed record MakeWish(string Words, string? Household, string Channel) : IRequest
{
    bool IRequest.IsAuditedWhenRefused => false;
}

/// <summary>The committee will not take it up.</summary>
public sealed record SetWishAside(string Wish, string Reason) : IRequest
{
    string IRequest.About => Wish;
}

/// <summary>One more that may be put to the households.</summary>
public sealed record AddProject(Project Project) : IRequest;

/// <summary>Written anew while it is promised to nobody: the one of that id.</summary>
public sealed record ReviseProject(Project Project) : IRequest
{
    string IRequest.About => Project.Id;
}

public sealed record DropProject(string Project, string Reason) : IRequest
{
    string IRequest.About => Project;
}

/// <summary>When households may tick, and how many must for it to count.</summary>
public sealed record Voting(Instant Opens, Instant Closes, int Quorum);

/// <summary>The projects of a quarter, for the households to tick; another member approves it.</summary>
public sealed record AskForList(Text Title, ImmutableArray<string> Projects, int MostTicks, Voting Voting) : IRequest;

/// <summary>How a promised project is to be done.</summary>
public sealed record AskForVariants(string Project, Text Question, ImmutableArray<Text> Variants, int MostTicks, Voting Voting) : IRequest
{
    string IRequest.About => Project;
}

/// <summary>How a finished project turned out.</summary>
/// <param name="SatisfiedShare">In per cent; with less it goes back on the list.</param>
public sealed record AskForSatisfaction(string Project, int SatisfiedShare, Voting Voting) : IRequest
{
    string IRequest.About => Project;
}

public sealed record HoldMeeting(string Project, Meeting Meeting) : IRequest
{
    string IRequest.About => Project;
}

/// <summary>It is done; so it was done.</summary>
public sealed record FinishProject(string Project, Text Outcome) : IRequest
{
    string IRequest.About => Project;
}
