using Estate.Domain.Devices;

namespace Estate.Domain.Alerts;

/// <summary>An alert as of now; at most one that is not closed for each name.</summary>
public sealed record AlertSaved(Alert Alert) : Outcome;

/// <summary>A notification to send once the rest is durable, repeated until it is delivered.</summary>
public sealed record Notified(Notification Notification) : Outcome;
