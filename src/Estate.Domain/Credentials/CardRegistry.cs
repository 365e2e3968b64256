using System.Collections.Concurrent;

namespace Estate.Domain.Credentials;

/// <summary>
/// Whose a card is. A household may have several; a lost card is blocked, not removed. <see cref="NeedsTime"/> for
/// somebody who walks slowly: doors stay open longer.
/// </summary>
public sealed record CardHolder(string Household, bool IsBlocked = false)
{
    public bool NeedsTime { get; init; }
}

/// <summary>The cards known for one purpose.</summary>
public sealed class CardRegistry
{
    private readonly ConcurrentDictionary<CardToken, CardHolder> _holders = new();

    public int Count => _holders.Count;

    public CardHolder? Find(CardToken card) => _holders.GetValueOrDefault(card);

    /// <summary>Whether any card is that household's.</summary>
    public bool KnowsHousehold(string household) => _holders.Values.Any(holder => holder.Household == household);

    /// <summary>Those with a card that is not blocked, in order.</summary>
    public IReadOnlyList<string> Households() => [.. _holders.Values.Where(holder => !holder.IsBlocked)
        .Select(holder => holder.Household).Distinct().Order(StringComparer.Ordinal)];

    public void Put(CardToken card, CardHolder holder) => _holders[card] = holder;
}

/// <summary>
/// One purpose's key and cards. Purposes have keys of their own, so that taps at bins and passages at gates cannot be
/// joined (PIPL Art. 6).
/// </summary>
public sealed record CardBook(CardHasher Hasher, CardRegistry Cards);
