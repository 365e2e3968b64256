using Dapper;
using Estate.Domain.Credentials;

namespace Estate.Adapters.Storage;

/// <summary>Registers cards for one purpose from <c>household,card</c> lines; only hashes are written. All lines or none.</summary>
public static class CardImport
{
    /// <summary>In the audit.</summary>
    public const string Imported = "cards_imported";

    /// <returns>How many cards were registered.</returns>
    /// <exception cref="FormatException">Names the line and what is wrong with it; nothing was registered.</exception>
    public static int Run(EstateDatabase database, CardHasher hasher, IEnumerable<string> lines, string purpose = "points")
    {
        var cards = Parse(hasher, lines).ToList();
        using var connection = database.Open();
        using var transaction = connection.BeginTransaction();
        connection.Execute(
            """
            INSERT INTO card(token, household, blocked, purpose, needs_time) VALUES(@Token, @Household, @IsBlocked, @Purpose, @NeedsTime)
            ON CONFLICT(token) DO UPDATE SET household = excluded.household, blocked = excluded.blocked, needs_time = excluded.needs_time
            """,
            cards.Select(card =>
                new { Token = card.Token.Hex, card.Holder.Household, card.Holder.IsBlocked, Purpose = purpose, card.Holder.NeedsTime }),
                transaction);
        transaction.Commit();
        return cards.Count;
    }

    private static IEnumerable<(CardToken Token, CardHolder Holder)> Parse(CardHasher hasher, IEnumerable<string> lines)
    {
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            if (line.Length == 0 || line[0] == '#' || (number == 1 && line.StartsWith("household", StringComparison.Ordinal)))
                continue;
            var parts = line.Split(',');
            // The line itself is not repeated: it holds a card number.
            var remark = parts.Length == 3 ? parts[2].Trim() : "";
            if (parts.Length is < 2 or > 3 || parts[0].Trim() is not { Length: > 0 } household
                || !hasher.TryHash(parts[1].Trim(), out var token)
                || remark is not ("" or "blocked" or "needs_time"))
                throw new FormatException($"line {number}: expected household,card with nothing, blocked or needs_time behind; a card is "
                    + "4 to 64 letters and digits");
            yield return (token, new CardHolder(household, remark == "blocked") { NeedsTime = remark == "needs_time" });
        }
    }
}
