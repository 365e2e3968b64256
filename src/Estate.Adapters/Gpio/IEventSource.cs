namespace Estate.Adapters.Gpio;

/// <summary>Something an <see cref="EventLoop"/> waits for.</summary>
internal interface IEventSource
{
    /// <summary>The file that becomes readable; -1 for none.</summary>
    int Descriptor { get; }

    /// <summary>When it wants to be served though its file is silent; null: it does not.</summary>
    long? DueNs { get; }

    /// <summary>Reads what waits, without waiting. <paramref name="nowNs"/> was taken before.</summary>
    void Serve(long nowNs);
}
