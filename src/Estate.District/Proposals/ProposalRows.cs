using System.Security.Cryptography;
using Estate.District.Accounts;
using Npgsql;
using NpgsqlTypes;

namespace Estate.District.Proposals;

/// <summary>Proposals, to whom they go, and how they were answered: of what an account may see.</summary>
internal sealed class ProposalRows(NpgsqlDataSource source)
{
    private const int Listed = 100;

    /// <summary>The estates of an account's area, or of a smaller one within it.</summary>
    private const string Within = " AND ($2 = '' OR $2 IN (site, committee_zh, street_zh, district_zh))";

    /// <summary>What came back: of one estate's facts those that name the proposal.</summary>
    private const string Answers =
        """
        SELECT proposal.id, proposal_site.site, coalesce(bool_or(fact.type <> 'proposal_withdrawn'), false) AS delivered,
            coalesce(bool_or(fact.type = 'proposal_taken_up'), false) AS taken,
            coalesce(bool_or(fact.type = 'proposal_declined'), false) AS declined,
            coalesce(bool_or(fact.type = 'proposal_withdrawn'), false) AS withdrawn
        FROM proposal JOIN proposal_site ON proposal_site.proposal = proposal.id
        LEFT JOIN fact ON fact.site = proposal_site.site AND fact.slice = 'proposals'
            AND fact.type IN ('proposal_received', 'proposal_taken_up', 'proposal_declined', 'proposal_withdrawn')
            AND fact.body->>'proposal' = proposal.hash AND fact.at > proposal.at - interval '2 days'
        """;

    /// <summary>
    /// Whoever works where it came from may take it back while it is valid: $2, $3 and $4 are an account's level, area and name. Of old
    /// ones only who sent them is known.
    /// </summary>
    private const string MayWithdraw =
        """
        withdrawn_at IS NULL AND valid_until > now()
            AND (sent_level = $2 AND sent_area = $3 OR sent_area IS NULL AND sent_by = $4)
        """;

    private const string Columns = "proposal.id, kind, title, content, sent_by, at, valid_until, withdrawn_at";

    /// <returns>To how many estates it goes; 0 where there is none of that name that the account may see, and nothing is kept.</returns>
    internal async Task<int> AddAsync(
        Account account, string area, (string Kind, string Title, string Content, int Days) what, CancellationToken stop)
    {
        var id = "p-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        await using var connection = await source.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await using (var add = new NpgsqlCommand(
            "INSERT INTO proposal(id, hash, kind, title, content, sent_by, sent_level, sent_area, valid_until) "
                + "VALUES($1, $2, $3, $4, $5, $6, $7, $8, now() + make_interval(days => $9))", connection))
        {
            foreach (var text in new[]
            {
                id, ProposalSigner.HashOf(id), what.Kind, what.Title, what.Content, account.Name, account.Level.ToString(), account.Area,
            })
                add.Parameters.Add(Text(text));
            add.Parameters.Add(new() { Value = what.Days, NpgsqlDbType = NpgsqlDbType.Integer });
            await add.ExecuteNonQueryAsync(stop);
        }
        await using var to = new NpgsqlCommand(
            $"INSERT INTO proposal_site(proposal, site) SELECT $3, site FROM estate WHERE {account.Column} = $1{Within}", connection);
        foreach (var text in new[] { account.Area, area, id })
            to.Parameters.Add(Text(text));
        var estates = await to.ExecuteNonQueryAsync(stop);
        if (estates > 0)
            await transaction.CommitAsync(stop);
        return estates;
    }

    /// <summary>The newest, with the estates of the account alone.</summary>
    internal Task<IReadOnlyList<ProposalCount>> AllAsync(Account account, CancellationToken stop) => ReadAsync(
        $"""
        WITH answer AS ({Answers} WHERE proposal_site.site IN (SELECT site FROM estate WHERE {account.Column} = $1)
            GROUP BY proposal.id, proposal_site.site)
        SELECT {Columns}, count(*)::int, count(*) FILTER (WHERE delivered)::int, count(*) FILTER (WHERE taken)::int,
            count(*) FILTER (WHERE declined)::int, count(*) FILTER (WHERE withdrawn)::int, {MayWithdraw}
        FROM proposal JOIN answer ON answer.id = proposal.id GROUP BY proposal.id ORDER BY at DESC LIMIT {Listed}
        """,
        [account.Area, account.Level.ToString(), account.Area, account.Name],
        row => new ProposalCount(Kept(row), row.GetInt32(8), row.GetInt32(9), row.GetInt32(10), row.GetInt32(11))
        {
            Withdrawn = row.GetInt32(12),
            MayWithdraw = row.GetBoolean(13),
        }, stop);

    /// <summary>
    /// Takes a proposal back: estates that have not answered drop it. Where it was never sent it never will be; everywhere else it is told.
    /// </summary>
    /// <returns>Whether it was this account's to take back.</returns>
    internal async Task<bool> WithdrawAsync(Account account, string id, CancellationToken stop)
    {
        await using var connection = await source.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        foreach (var sql in new[]
        {
            $"UPDATE proposal SET withdrawn_at = now(), withdrawn_by = $4 WHERE id = $1 AND {MayWithdraw}",
            "UPDATE proposal_site SET sent_at = CASE WHEN sent_at = '-infinity' THEN 'infinity'::timestamptz ELSE '-infinity' END "
                + "WHERE proposal = $1",
        })
        {
            await using var command = new NpgsqlCommand(sql, connection);
            foreach (var text in sql.Contains("$4", StringComparison.Ordinal)
                ? new[] { id, account.Level.ToString(), account.Area, account.Name } : [id])
                command.Parameters.Add(Text(text));
            if (await command.ExecuteNonQueryAsync(stop) == 0)
                return false;
        }
        await transaction.CommitAsync(stop);
        return true;
    }

    /// <summary>Estate by estate; empty where the account may see none of them.</summary>
    internal Task<IReadOnlyList<ProposalAnswer>> OneAsync(Account account, string id, bool isChinese, CancellationToken stop) => ReadAsync(
        $"""
        WITH answer AS ({Answers} WHERE proposal.id = $2 GROUP BY proposal.id, proposal_site.site)
        SELECT site, {(isChinese ? "name_zh" : "name_en")}, delivered, taken, declined, withdrawn
        FROM answer JOIN estate USING (site) WHERE {account.Column} = $1 ORDER BY site
        """,
        [account.Area, id],
        row => new ProposalAnswer(row.GetString(0), row.GetString(1), row.GetBoolean(2), row.GetBoolean(3), row.GetBoolean(4))
        {
            IsWithdrawn = row.GetBoolean(5),
        }, stop);

    /// <summary>
    /// What is to be sent now, to whom; the next worker that asks gets others. Nothing that was confirmed, or is not valid any more; of
    /// what was withdrawn, that it was, until the estate says so or turns out to have answered.
    /// </summary>
    /// <param name="again">What nobody confirmed is sent again after so long.</param>
    internal Task<IReadOnlyList<(KeptProposal Proposal, string Site)>> DueAsync(
        TimeSpan again, int most, CancellationToken stop) => ReadAsync(
        $"""
        WITH due AS (
            SELECT proposal_site.proposal, proposal_site.site, valid_until < now() OR EXISTS(
                SELECT 1 FROM fact WHERE fact.site = proposal_site.site AND fact.slice = 'proposals' AND fact.type = ANY(
                    CASE WHEN withdrawn_at IS NULL THEN ARRAY['proposal_received']
                        ELSE ARRAY['proposal_withdrawn', 'proposal_taken_up', 'proposal_declined'] END)
                    AND fact.body->>'proposal' = proposal.hash AND fact.at > proposal.at - interval '2 days') AS is_done
            FROM proposal_site JOIN proposal ON proposal.id = proposal_site.proposal
            WHERE sent_at < now() - make_interval(secs => {again.TotalSeconds:0.###})
            ORDER BY sent_at LIMIT {most} FOR UPDATE OF proposal_site SKIP LOCKED),
        sent AS (UPDATE proposal_site SET sent_at = CASE WHEN is_done THEN 'infinity' ELSE now() END FROM due
            WHERE proposal_site.proposal = due.proposal AND proposal_site.site = due.site
            RETURNING due.proposal, due.site, due.is_done)
        SELECT {Columns}, site
        FROM proposal JOIN sent ON sent.proposal = proposal.id WHERE NOT is_done
        """,
        [],
        row => (Kept(row), row.GetString(8)), stop);

    private static KeptProposal Kept(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetDateTime(5), row.GetDateTime(6))
    {
        WithdrawnAt = row.IsDBNull(7) ? null : row.GetDateTime(7),
    };

    private async Task<IReadOnlyList<T>> ReadAsync<T>(string sql, string[] texts, Func<NpgsqlDataReader, T> of, CancellationToken stop)
    {
        await using var command = source.CreateCommand(sql);
        foreach (var text in texts)
            command.Parameters.Add(Text(text));
        var all = new List<T>();
        await using var rows = await command.ExecuteReaderAsync(stop);
        while (await rows.ReadAsync(stop))
            all.Add(of(rows));
        return all;
    }

    private static NpgsqlParameter Text(string text) => new() { Value = text, NpgsqlDbType = NpgsqlDbType.Text };
}
