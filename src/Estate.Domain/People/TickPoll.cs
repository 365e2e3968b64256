using Estate.Domain.Devices;

namespace Estate.Domain.People;

/// <summary>A household takes its tick back, as long as it is not sealed; it may tick again.</summary>
public sealed record UndoTick(string Poll, string Household) : IRequest
{
    string IRequest.About => Poll;

    bool IRequest.IsAuditedWhenRefused => false;
}

/// <summary>A household's tick, numbered from 0; who asks is not kept with what was ticked.</summary>
/// <param name="Channel">Where from: <c>phone</c> or <c>card</c>.</param>
public sealed record TickPoll(string Poll, string Household, int Option, string Channel) : IRequest
{
    string IRequest.About => Poll;

    bool IRequest.IsAuditedWhenRefused => false;
}
