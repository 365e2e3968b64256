using System.Text.Json.Serialization;
using Estate.Domain.CallButtons;
using Estate.Domain.Devices;

namespace Estate.Web.CallButtons;

/// <summary>A call button as the API shows it; numbers of families are never in it.</summary>
internal sealed record CallButtonBody(string Button, HelpBody? Help, TaxiBody? Taxi, bool IsStuck, double? BatteryPct, bool IsSilent)
{
    internal static CallButtonBody Of(CallView one) => new(
        one.Device.Name, one.State.Help is { } help ? new(help.Id, help.At.ToString(), help.Household, help.TakenBy) : null,
        one.State.Taxi is { } taxi ? new(taxi.Id, taxi.At.ToString(), WireName.Of(taxi.Stage), taxi.IsCancelled) : null,
        one.State.IsStuck, one.State.BatteryPct, one.IsSilent);
}

internal sealed record HelpBody(string Id, string At, string? Household, string? TakenBy);

internal sealed record TaxiBody(string Id, string At, string Stage, bool IsCancelled);

/// <param name="Month">Such as 2026-03.</param>
internal sealed record CallMonthBody(string Month, long Helps, long Taxis, long PickedUp, long Cancelled, long NoShows, long Failed)
{
    internal static CallMonthBody Of(CallCounts one) => new(
        one.Month.ToString("uuuu-MM", System.Globalization.CultureInfo.InvariantCulture), one.Helps, one.Taxis, one.PickedUp, one.Cancelled,
        one.NoShows, one.Failed);
}

internal sealed record OutcomeBody(string Outcome);

/// <param name="Consents">The household said yes to the number being kept and phoned.</param>
internal sealed record FamilyBody(string Household, string Phone, bool Consents);

internal sealed record FamilyHouseholdBody(string Household);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(OutcomeBody))]
[JsonSerializable(typeof(FamilyBody))]
[JsonSerializable(typeof(FamilyHouseholdBody))]
internal sealed partial class CallOrders : JsonSerializerContext;
