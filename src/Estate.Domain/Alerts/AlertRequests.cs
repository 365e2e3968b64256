using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Alerts;

/// <summary>"I have it": stops the ladder.</summary>
public sealed record AcknowledgeAlert(string Alert, string? Note = null) : IRequest
{
    string IRequest.About => Alert;
}

/// <summary>What latched is in order again; the device's slice may refuse.</summary>
public sealed record ResetAlert(string Alert, string Reason) : IRequest
{
    string IRequest.About => Alert;
}

/// <summary>The shift ends; <paramref name="To"/> takes over what is open.</summary>
public sealed record HandOverShift(string To, string? Note) : IRequest;

/// <summary>Nobody is notified of it for so long, however often it comes; what threatens life is refused.</summary>
public sealed record ShelveAlert(string Alert, string Reason, Duration For) : IRequest
{
    string IRequest.About => Alert;
}

/// <summary>Nobody is notified of what happens there meanwhile; what threatens life is told all the same.</summary>
/// <param name="Scope">A <see cref="SilenceScope"/> as it is written, other than an alert's.</param>
public sealed record PlanWork(string Scope, string Reason, Instant From, Instant Until) : IRequest
{
    string IRequest.About => Scope;
}

/// <summary>Before its time.</summary>
public sealed record EndSilence(string Silence) : IRequest
{
    string IRequest.About => Silence;
}
