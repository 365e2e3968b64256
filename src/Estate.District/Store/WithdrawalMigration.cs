namespace Estate.District.Store;

/// <summary>
/// Whose word a proposal was, so that nobody else takes it back, and when it was taken back. Of older ones only the name is known.
/// </summary>
internal static class WithdrawalMigration
{
    internal const string Sql =
        "ALTER TABLE proposal ADD sent_level text, ADD sent_area text, ADD withdrawn_at timestamptz, ADD withdrawn_by text";
}
