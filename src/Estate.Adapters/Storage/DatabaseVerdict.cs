namespace Estate.Adapters.Storage;

/// <summary>What was found in a database; each part is null where it is in order.</summary>
public sealed record DatabaseVerdict(string? Integrity, LedgerVerdict? Ledger, AuditVerdict? Audit)
{
    /// <summary>Without anybody's name: these words get into logs and probes.</summary>
    public IEnumerable<string> Problems =>
        new[] { Integrity, Ledger?.Problem, Audit is { Problem: not null }
        ? $"the audit's chain is broken after {Audit.Entries} entries (audit verify tells more)" : null }.OfType<string>();
}
