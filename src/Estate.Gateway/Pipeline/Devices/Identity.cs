namespace Estate.Gateway.Pipeline.Devices;

/// <summary>What an event is to us.</summary>
internal enum Identity
{
    New,

    /// <summary>The same event again; its answer is known or on the way.</summary>
    Repeated,

    /// <summary>A different event under an id that was used.</summary>
    Conflicting,

    /// <summary>Its id may have been used, or it waits behind one of its device that may: only the store knows.</summary>
    AskStore,

    /// <summary>Its first copy is with the store.</summary>
    BeingAsked,
}
