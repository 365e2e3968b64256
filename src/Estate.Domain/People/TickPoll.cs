using Estate.Domain.Devices;

namespace Estate.Domain.People;

/// <summary>A household's tick, numbered from 0; who asks is not kept with what was ticked.</summary>
/// <param name="Channel">Where from: <c>phone</c> or <c>card</c>.</param>
public sealed record TickPoll(string Poll, string Household, int Option, string Channel) : IRequest
{
    string IRequest.About => Poll;

    bool IRequest.IsAuditedWhenRefused => false;
}
