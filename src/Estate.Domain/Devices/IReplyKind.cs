namespace Estate.Domain.Devices;

/// <summary>A kind that heeds what a device says to a command; for others what was observed is enough.</summary>
internal interface IReplyKind : IDeviceKind
{
    object OnReply(object state, CommandReply reply, Effects effects);
}

/// <inheritdoc />
internal interface IReplyKind<TState> : IReplyKind
    where TState : class
{
    TState OnReply(TState state, CommandReply reply, Effects effects);

    object IReplyKind.OnReply(object state, CommandReply reply, Effects effects) => OnReply((TState)state, reply, effects);
}
