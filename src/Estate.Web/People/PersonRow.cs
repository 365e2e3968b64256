using Estate.Adapters.Storage.People;
using Estate.Gateway.People;
using Estate.Web.Shared;

namespace Estate.Web.People;

internal sealed record PersonRow(string Name, string Roles, string Household, string SecondFactor, int Logins)
{
    internal static PersonRow Of(Person person, int logins, Language language) => new(
        person.Name, string.Join(language.Pick("、", ", "), person.AllRoles().Select(role => language.Pick(AccountTexts.Of(role)))),
        person.Household ?? "",
        person.HasSecondFactor ? language.Pick("有", "yes") : language.Pick("无", "no"), logins);
}
