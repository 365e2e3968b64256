using System.Collections.Concurrent;
using Estate.Domain.Credentials;

namespace Estate.Domain.Points;

/// <summary>Whose a card is. A household may have several; a lost card is blocked, not removed.</summary>
public sealed record CardHolder(string Household, bool IsBlocked = false);

public sealed class CardRegistry
{
    private readonly ConcurrentDictionary<CardToken, CardHolder> _holders = new();

    public int Count => _holders.Count;

    public CardHolder? Find(CardToken card) => _holders.GetValueOrDefault(card);

    public void Put(CardToken card, CardHolder holder) => _holders[card] = holder;
}
