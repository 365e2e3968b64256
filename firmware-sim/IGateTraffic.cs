namespace Estate.FirmwareSim;

/// <summary>People at a gate of one make or another, a twentieth of a second at a time.</summary>
public interface IGateTraffic : IDisposable
{
    /// <param name="expected">Mean number of people who come in this step.</param>
    void Step(double expected);
}
