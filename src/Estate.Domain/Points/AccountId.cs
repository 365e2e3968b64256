namespace Estate.Domain.Points;

/// <summary>An account of the ledger, by name. Only households may not go below zero.</summary>
public readonly record struct AccountId(string Name)
{
    private const string HouseholdPrefix = "household:";

    /// <summary>Where points come from; its balance is minus all points ever awarded.</summary>
    public static readonly AccountId Issuance = new("programme:issuance");

    /// <summary>Points set aside for rolls not yet handed out.</summary>
    public static readonly AccountId Reserved = new("redemption:reserved");

    /// <summary>Points that became rolls.</summary>
    public static readonly AccountId Rolls = new("redemption:rolls");

    public static readonly AccountId Adjustment = new("adjustment");

    public static AccountId Household(string household) => new(HouseholdPrefix + household);

    public bool IsHousehold => Name.StartsWith(HouseholdPrefix, StringComparison.Ordinal);

    public override string ToString() => Name;
}
