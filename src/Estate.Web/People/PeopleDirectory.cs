using Estate.Adapters.Storage.People;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Gateway.Configuration;
using Estate.Gateway.People;
using Estate.Web.Shared;

namespace Estate.Web.People;

/// <summary>What the accounts' pages and API look at.</summary>
internal sealed record PeopleDirectory(PeopleTable Table, SessionTable Sessions, Invitations Invitations, CardBooks Books, PageReads Reads)
{
    internal bool Knows(string household) => Books.For("points").Cards.KnowsHousehold(household);

    /// <summary>Everybody, and in how many places each is logged in.</summary>
    internal IReadOnlyList<(Person Person, int Logins)> WithLogins()
    {
        var counts = Sessions.Counts(Reads.Clock.Now);
        return [.. Table.All().Select(person => (person, counts.GetValueOrDefault(person.Id)))];
    }

    /// <summary>What people look for.</summary>
    internal static string WordsOf(Person person) =>
        string.Join(' ', person.AllRoles().Select(role => $"{AccountTexts.Of(role).Zh} {AccountTexts.Of(role).En}")
            .Append(person.Name).Append(person.Household));

    /// <summary>Whose new password it is for; null: an account's first, or of one that is gone.</summary>
    internal string? NameOf(Invitation invitation) => invitation.Person is { } id ? Table.Find(id)?.Name : null;

    /// <returns>A one-time code, or why there can be none.</returns>
    internal (string? Code, Text Problem) Invite(IEnumerable<string?>? words, string? household, string by) =>
        Read(words) is not { } roles || !Accounts.CanBe(roles, household) ? (null, AccountTexts.RolesWrong)
        : household is not null && !Knows(household) ? (null, NoHousehold(household))
        : (Invitations.Invite(roles, household, by), default);

    internal static Text NoHousehold(string household) =>
        new($"没有登记过住户 {household} 的卡，请检查门牌，或先登记卡。",
        $"No card of household {household} is registered: check the door number, or register the card first.");

    internal static string LinkOf(HttpRequest request, string code) => $"{request.Scheme}://{request.Host}/join?code={code}";

    /// <summary>Null when one of the words is no role.</summary>
    internal static IReadOnlyList<Role>? Read(IEnumerable<string?>? words)
    {
        var roles = (words ?? [])
            .Select(word => Enum.GetValues<Role>().Cast<Role?>().FirstOrDefault(role => WireName.Of(role!.Value) == word)).ToList();
        return roles.Contains(null) ? null : [.. roles.Select(role => role!.Value).Distinct()];
    }
}
