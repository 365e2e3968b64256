using Estate.Domain.Devices;

namespace Estate.Gateway.Pipeline;

/// <summary>
/// How the time series stand: what is wrong, and what is still to be sent, since when and for how long there is room. Where no
/// server is configured that is the problem, and no fault.
/// </summary>
internal sealed record SeriesHealth(Text? Problem, Text? Outlook = null, bool IsConfigured = true)
{
    internal Text? Whole => (Problem, Outlook) switch
    {
        ({ } problem, { } outlook) => new($"{problem.Zh}；{outlook.Zh}", $"{problem.En}; {outlook.En}"),
        _ => Problem ?? Outlook,
    };
}
