using NodaTime;

namespace Estate.Adapters.Storage;

/// <summary>Somebody changed something, or tried to: who, what (the API's word), to what, and how it went.</summary>
public sealed record AuditEntry(Instant At, string By, string Action, string Target, string Detail);

/// <summary>An entry in its place; <paramref name="Facts"/> facts from <paramref name="FirstFact"/> on came of it.</summary>
public sealed record AuditRow(long N, AuditEntry Entry, long FirstFact, long Facts, string Mac);

/// <summary>Whether the chain holds: how many entries, the last one's seal, and in words where it is broken.</summary>
public sealed record AuditVerdict(long Entries, string Head, string? Problem);
