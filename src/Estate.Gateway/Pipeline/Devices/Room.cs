namespace Estate.Gateway.Pipeline.Devices;

/// <summary>Whether a message was taken into a queue.</summary>
internal enum Room
{
    Found,

    /// <summary>Too many of the same speaker wait.</summary>
    NoneInItsLine,

    /// <summary>Too many wait altogether.</summary>
    None,
}
