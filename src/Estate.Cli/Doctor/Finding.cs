using Estate.Domain.Devices;

namespace Estate.Cli.Doctor;

/// <summary>How a check came out.</summary>
internal enum Level
{
    Ok,

    /// <summary>Not wrong yet.</summary>
    Warn,
    Wrong,
}

/// <summary>What was found, and what to do about it where there is something to do.</summary>
internal sealed record Finding(Level Level, Text Said, Text? Todo = null)
{
    /// <summary>What was said repeats what somebody wrote into a file: it is not for a support bundle.</summary>
    internal bool IsPrivate { get; init; }

    internal static Finding Ok(string zh, string en) => new(Level.Ok, new(zh, en));
}

/// <summary>One question a support person would ask.</summary>
internal sealed record Check(Text Name, Func<DoctorContext, CancellationToken, Task<Finding>> RunAsync)
{
    internal static Check Of(string zh, string en, Func<DoctorContext, Finding> look) =>
        new(new(zh, en), (patient, _) => Task.FromResult(look(patient)));
}
