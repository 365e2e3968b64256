namespace Estate.Domain.Profiles;

/// <summary>A payload and the readings it must give, or an order and what must be said.</summary>
public sealed record TestSource(SourceText Place)
{
    public string Name { get; init; } = "";
    public SourceText? Topic { get; init; }
    public int Port { get; init; } = 1;
    public byte[] Payload { get; init; } = [];

    /// <summary>The payload is what a codec or a network server made of the bytes.</summary>
    public bool IsDecoded { get; init; }
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Each value as text: numbers in digits, true, false.</summary>
    public IReadOnlyList<(SourceText Reading, IReadOnlyList<(SourceText Name, SourceText Value)> Values)> Gives { get; init; } = [];
    public bool? Online { get; init; }

    /// <summary>Values that must be left out, such as <c>socket.power_w</c>.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>The whole message must be refused.</summary>
    public bool IsRefused { get; init; }

    /// <summary>An order instead of a message.</summary>
    public SourceText? Order { get; init; }
    public IReadOnlyDictionary<string, string> With { get; init; } = new Dictionary<string, string>();

    /// <summary>Where and what is said then; null: there is no such order.</summary>
    public string? SaysTopic { get; init; }
    public string? SaysPayload { get; init; }
}
