namespace Estate.FirmwareSim.Past;

/// <summary>A household's habits at the stations: how probable a visit in the morning and in the evening of a day is.</summary>
/// <param name="Station">Of those there are, by number: the one in front of the house.</param>
public sealed record PastHousehold(string Name, IReadOnlyList<string> Cards, int Station, double Mornings, double Evenings)
{
    /// <summary>
    /// The made-up households of the reference estate: a fifth hardly ever come, most come once in a day or two. The first one is the
    /// demonstration's resident, who has nearly points enough for a roll.
    /// </summary>
    public static IReadOnlyList<PastHousehold> All(int households, int stations, Random random) =>
        [.. ReferenceCards.For(households).GroupBy(card => card.Household).Select((cards, index) =>
        {
            var zeal = index == 0 ? 1 : random.NextDouble() < 0.2 ? 0.03 : 0.3 + (0.7 * random.NextDouble());
            return new PastHousehold(
                cards.Key, [.. cards.Select(card => card.Card)], index % stations, index == 0 ? 0.1 : zeal * 0.25,
                index == 0 ? 0.95 : zeal * 0.62);
        })];
}
