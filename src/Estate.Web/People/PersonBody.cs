using Estate.Adapters.Storage.People;
using Estate.Domain.Devices;

namespace Estate.Web.People;

internal sealed record PersonBody(
    string Id, string Name, IReadOnlyList<string> Roles, string? Household, bool HasSecondFactor, int Sessions)
{
    internal static PersonBody Of(Person person, int sessions) =>
        new(person.Id, person.Name, [.. person.AllRoles().Select(role => WireName.Of(role))], person.Household, person.HasSecondFactor,
        sessions);
}
