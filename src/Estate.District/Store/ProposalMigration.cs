namespace Estate.District.Store;

/// <summary>
/// What was proposed, to whom, and when it was sent last: long ago before the first time, never again ('infinity') once it was confirmed.
/// How it was answered stands in the facts.
/// </summary>
internal static class ProposalMigration
{
    internal const string Sql =
        """
        CREATE TABLE proposal(
            id text PRIMARY KEY, hash text NOT NULL UNIQUE, kind text NOT NULL, title text NOT NULL, content text NOT NULL,
            sent_by text NOT NULL, at timestamptz NOT NULL DEFAULT now(), valid_until timestamptz NOT NULL);
        CREATE TABLE proposal_site(
            proposal text NOT NULL REFERENCES proposal(id), site text NOT NULL,
            sent_at timestamptz NOT NULL DEFAULT '-infinity', PRIMARY KEY(proposal, site));
        CREATE INDEX proposal_site_sent_at ON proposal_site(sent_at);
        """;
}
