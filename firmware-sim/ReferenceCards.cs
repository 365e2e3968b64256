using System.Globalization;

namespace Estate.FirmwareSim;

/// <summary>Made-up cards for made-up households: every household one, every fourth a second.</summary>
public static class ReferenceCards
{
    public static IEnumerable<(string Household, string Card)> For(int households)
    {
        for (var i = 1; i <= households; i++)
        {
            yield return (Household(i), Number(i, 0));
            if (i % 4 == 0)
                yield return (Household(i), Number(i, 1));
        }
    }

    /// <summary>What the gate's reader sends for them: 24 bits each.</summary>
    public static IEnumerable<(string Household, uint Data)> GateCards(int households) =>
        Enumerable.Range(1, households).Select(i => (Household(i), (uint)(i * 7919L % 0xFFFFFF)));

    /// <summary>On the bicycles of every third household.</summary>
    public static IEnumerable<(string Household, string Tag)> Tags(int households) =>
        Enumerable.Range(1, households).Where(i => i % 3 == 1)
        .Select(i => (Household(i), string.Create(CultureInfo.InvariantCulture, $"E2{i * 15485863L:X10}")));

    /// <summary>Guards by their numbers.</summary>
    public static IEnumerable<(string Guard, string Card)> Guards() =>
        Enumerable.Range(1, 3)
        .Select(i =>
            (string.Create(CultureInfo.InvariantCulture, $"{i}"), string.Create(CultureInfo.InvariantCulture, $"07{i * 104729L:X8}")));

    private static string Household(int i) => string.Create(CultureInfo.InvariantCulture, $"h{i:D4}");

    private static string Number(int household, int card) =>
        string.Create(CultureInfo.InvariantCulture, $"04{card:X2}{household * 7919L:X8}");
}
