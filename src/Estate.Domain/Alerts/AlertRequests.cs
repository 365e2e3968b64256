using Estate.Domain.Devices;

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
