namespace Estate.Domain.Devices;

/// <summary>A kind that heeds what a device says to a command; for others what was observed is enough.</summary>
internal interface IReplyKind : IDeviceKind
{
    object Note(object state, CommandReply reply, Effects effects);
}

/// <inheritdoc />
internal interface IReplyKind<TState> : IReplyKind
    where TState : class
{
    TState Note(TState state, CommandReply reply, Effects effects);

    object IReplyKind.Note(object state, CommandReply reply, Effects effects) => Note((TState)state, reply, effects);
}
