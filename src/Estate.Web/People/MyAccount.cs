using Estate.Adapters.Storage.People;
using Estate.Domain.Devices;
using Estate.Gateway.People;
using Estate.Web.Shared;

namespace Estate.Web.People;

/// <summary>What the account's page needs.</summary>
internal sealed record MyAccount(Callers Callers, SessionTable Sessions, PeopleTable Table, PageReads Reads, PageRenderer Pages)
{
    /// <summary>As the account is now: checking a password writes to it.</summary>
    internal Person Again(Person person) => Table.Find(person.Id) ?? person;

    /// <summary>What only who knows the password may change; null once it is done.</summary>
    internal async Task<Text?> WithPasswordAsync(LoginService desk, Person person, string current, Func<Person, Task<Text?>> change) =>
        await desk.KnowsPasswordAsync(person, current) ? await change(Again(person)) : AccountTexts.PasswordNotRight;
}
