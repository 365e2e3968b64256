using NodaTime;

namespace Estate.Domain.Charging;

/// <summary>Who asked for a session and how long it may last.</summary>
/// <param name="Household">Whose card it was; null for staff and for what the board started without an order.</param>
/// <param name="By">A person's name, <c>card</c>, or <c>charger</c>.</param>
/// <param name="Bought">In bought time; see <see cref="PaidTime"/>.</param>
public sealed record ChargeOrder(string Id, string? Household, string By, Duration Bought, double? MaxWh = null);
