namespace Estate.FirmwareSim;

/// <summary>People and devices of one sort, played from start to stop.</summary>
public interface ITraffic : IDisposable
{
    void Start();

    /// <param name="seconds">Since the last step.</param>
    void Step(double seconds);
}
