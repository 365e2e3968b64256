using System.Collections.Immutable;
using Estate.Domain.Devices;

namespace Estate.Domain.People;

/// <summary>A household takes its tick back, as long as it is not sealed; it may tick again.</summary>
public sealed record UndoTick(string Poll, string Household) : IRequest
{
    /// <summary>By who typed it there: nobody else's tick is taken back at the desk.</summary>
    public bool IsAtDesk { get; init; }

    string IRequest.About => Poll;

    bool IRequest.IsAuditedWhenRefused => false;
}

/// <summary>What a household ticks, numbered from 0, all at once; who asks is not kept with what was ticked.</summary>
/// <param name="Channel">Where from: <c>phone</c>, <c>card</c>, or <c>desk</c> for a paper that was handed in.</param>
public sealed record TickPoll(string Poll, string Household, ImmutableArray<int> Options, string Channel) : IRequest
{
    public const string Phone = "phone", Card = "card", Desk = "desk";

    public TickPoll(string poll, string household, int option, string channel)
        : this(poll, household, [option], channel)
    {
    }

    /// <summary>A line to go with a grade; empty for none.</summary>
    public string Words { get; init; } = "";

    string IRequest.About => Poll;

    bool IRequest.IsAuditedWhenRefused => false;
}
