namespace Estate.FirmwareSim;

/// <summary>The lines of gates that hang on the gateway's own pins: what people move, and what the gateway drives.</summary>
public interface IGateWires
{
    /// <summary>Null while the gateway has not driven it yet.</summary>
    bool? Output(string name);

    void Set(string name, bool active);

    /// <param name="bits">0 and 1, parity included.</param>
    void Frame(string reader, string bits);
}
