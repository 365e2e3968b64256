using Estate.Adapters.Storage.People;
using Estate.Domain.Devices;

namespace Estate.Web.People;

internal sealed record MeBody(
    string Name, IReadOnlyList<string> Roles, string? Household, bool HasSecondFactor, IReadOnlyList<SessionBody> Sessions)
{
    internal static MeBody Of(Person person, IEnumerable<Session> sessions) => new(
        person.Name, [.. person.AllRoles().Select(role => WireName.Of(role))], person.Household, person.HasSecondFactor,
        [.. sessions.Select(one => new SessionBody(one.Id, one.Began.ToString(), one.Seen.ToString(), one.Browser))]);
}
