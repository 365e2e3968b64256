using System.Globalization;

namespace Estate.FirmwareSim;

/// <summary>Made-up cards for made-up households: every household one, every fourth a second.</summary>
public static class ReferenceCards
{
    public static IEnumerable<(string Household, string Card)> For(int households)
    {
        for (var i = 1; i <= households; i++)
        {
            var household = string.Create(CultureInfo.InvariantCulture, $"h{i:D4}");
            yield return (household, Number(i, 0));
            if (i % 4 == 0)
                yield return (household, Number(i, 1));
        }
    }

    private static string Number(int household, int card) => string.Create(CultureInfo.InvariantCulture, $"04{card:X2}{household * 7919L:X8}");
}
