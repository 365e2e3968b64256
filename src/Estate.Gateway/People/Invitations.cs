using Estate.Adapters.Storage;
using Estate.Adapters.Storage.People;
using Estate.Domain.People;
using Estate.Gateway.Pipeline;
using NodaTime;

namespace Estate.Gateway.People;

/// <summary>One-time codes that make an account, or give one a new password. Only their keyed hashes are kept.</summary>
internal sealed class Invitations(PeopleTable people, byte[] key, GatewayClock clock)
{
    internal static readonly Duration Valid = Duration.FromDays(7);

    /// <summary>Who acts where nobody is logged in: the gateway itself.</summary>
    internal const string Machine = "gateway";

    /// <param name="valid">Null: as long as one on paper.</param>
    internal string Invite(IReadOnlyList<Role> roles, string? household, string by, Duration? valid = null) =>
        Write(new(roles, household, null, by, clock.Now, clock.Now + (valid ?? Valid)), "invited", TargetOf(roles, household));

    /// <summary>For somebody who forgot the password.</summary>
    internal string NewPassword(Person person, string by) =>
        Write(new(person.Roles, person.Household, person.Id, by, clock.Now, clock.Now + Valid) { Stamp = person.Stamp },
        "password_code_made", person.Name);

    /// <summary>Of somebody who is here no more.</summary>
    internal void WithdrawThoseOf(string by) => people.Withdraw(one => string.Equals(one.By, by, StringComparison.OrdinalIgnoreCase));

    /// <summary>Those nobody used yet, by their ids.</summary>
    internal IReadOnlyList<(string Id, Invitation Invitation)> Unused() => people.Unused(clock.Now);

    /// <returns>False where it was used meanwhile, or its time is over.</returns>
    internal bool Withdraw(string id, string by) =>
        people.Withdraw(id, one =>
            new AuditEntry(
                clock.Now, by, "code_withdrawn", one.Person is { } person ? people.Find(person)?.Name ?? person
                : TargetOf(one.Roles, one.Household), ""));

    /// <summary>One that can still be used, and its hash.</summary>
    internal (Invitation Invitation, string Hash)? Find(string code)
    {
        var hash = OneTimeCodes.Hash(key, code);
        return people.FindInvitation(hash) is { } found && found.Expires > clock.Now ? (found, hash) : null;
    }

    /// <summary>A code for the first administrator, in place of the one of the last start; null when there is one already.</summary>
    internal string? ForFirstAdministrator()
    {
        if (people.All().Any(person => person.Roles.Contains(Role.Administrator)))
            return null;
        people.Withdraw(one => one.By == Machine && one.Roles.Contains(Role.Administrator));
        return Invite([Role.Administrator], null, Machine);
    }

    private static string TargetOf(IReadOnlyList<Role> roles, string? household) =>
        household ?? string.Join('+', roles.Select(role => Domain.Devices.WireName.Of(role)));

    private string Write(Invitation invitation, string action, string target)
    {
        var code = OneTimeCodes.Make();
        people.Invite(OneTimeCodes.Hash(key, code), invitation, new AuditEntry(invitation.Made, invitation.By, action, target, ""));
        return code;
    }
}
