using Estate.Domain.Devices;

namespace Estate.Domain.Alerts;

/// <summary>An alert as of now; at most one that is not closed for each name.</summary>
public sealed record AlertSaved(Alert Alert) : Outcome;

/// <summary>Somebody is to be told, as soon as the rest is durable and until it was delivered.</summary>
public sealed record Notified(Notification Notification) : Outcome;
