using Estate.Adapters.Storage.People;
using Estate.Domain.Devices;

namespace Estate.Web.People;

/// <summary>A code nobody used yet; <paramref name="Id"/> is not the code.</summary>
internal sealed record UnusedBody(string Id, IReadOnlyList<string> Roles, string? Household, string? Person, string By, string Expires)
{
    internal static UnusedBody Of(string id, Invitation one) =>
        new(id, [.. one.Roles.Select(role => WireName.Of(role))], one.Household, one.Person, one.By, one.Expires.ToString());
}
