using Estate.Domain.Devices;

namespace Estate.Domain.CallButtons;

/// <summary>A call button's own lines of the inventory. Households are in none of them: they stand in the database alone.</summary>
/// <param name="IsInFlat">It belongs to one household, the one whose family's number is kept at it.</param>
/// <param name="NeedsCard">For a taxi; help needs none.</param>
internal sealed record CallButtonSettings(bool IsInFlat, bool NeedsCard, bool HasTaxi)
{
    public static CallButtonSettings From(DeviceSettings settings) => new(
        settings.Word("stands", "outside", "outside", "flat") == "flat", settings.Word("card", "optional", "optional", "taxi") == "taxi",
        settings.Word("taxi", "yes", "yes", "no") == "yes");
}
