namespace Estate.Gateway.Pipeline;

/// <summary>
/// Ends the process so that whoever started it starts it again, with the inventory of today. Everything about a device is made at a
/// start; a second way to make it while running would have to be kept as right as the first (decision 19).
/// </summary>
internal sealed class Restart(IHostApplicationLifetime lifetime)
{
    /// <summary>EX_TEMPFAIL of sysexits.h: try again.</summary>
    internal const int ExitCode = 75;

    internal bool IsAsked { get; private set; }

    /// <summary>The gateway ends in order, as at any stop.</summary>
    internal void Ask()
    {
        IsAsked = true;
        lifetime.StopApplication();
    }
}
