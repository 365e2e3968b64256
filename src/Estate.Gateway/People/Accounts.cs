using Estate.Adapters.Storage;
using Estate.Adapters.Storage.People;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Gateway.Pipeline;
using Microsoft.AspNetCore.Identity;

namespace Estate.Gateway.People;

/// <summary>What can be done with accounts; each thing is a line in the audit.</summary>
internal sealed class Accounts(
    UserManager<Person> users, PeopleTable table, SessionTable sessions, Invitations invitations, GatewayClock clock)
{
    internal const int LongestName = 40;

    /// <summary>In the audit.</summary>
    internal const string Removed = "account_removed";

    /// <summary>Under which the gateway itself acts.</summary>
    private static readonly string[] Machines =
        [Invitations.Machine, "card", "household", "file",
            .. DeviceKinds.WithoutCards(NodaTime.DateTimeZone.Utc).Select(kind => kind.Name)];

    internal UserManager<Person> Users => users;

    /// <summary>Uses a one-time code: a new account, or a new password for an old one.</summary>
    internal async Task<(Person? Person, Text Problem)> JoinAsync(string code, string name, string password)
    {
        if (invitations.Find(code) is not { } found)
            return (null, AccountTexts.CodeUnknown);
        var isNew = found.Invitation.Person is null;
        var person = isNew ? New(name, found.Invitation) : table.Find(found.Invitation.Person!);
        if (person is null || (!isNew && person.Stamp != found.Invitation.Stamp))
            return (null, AccountTexts.CodeUnknown);
        if (isNew && NameProblem(person.Name) is { } wrong)
            return (null, wrong);
        if (await ProblemAsync(person, password) is { } problem)
            return (null, problem);
        (person.Invitation, person.Noted) = (found.Hash, Entry(person.Name, isNew ? PeopleTable.Joined : "password_replaced", person.Name));
        if (!isNew)
            (person.Failures, person.LockedUntil) = (0, null);
        person.PasswordHash = users.PasswordHasher.HashPassword(person, password);
        var result = isNew ? await users.CreateAsync(person) : await users.UpdateSecurityStampAsync(person);
        return result.Succeeded ? (person, default) : (null, AccountTexts.Of(result));
    }

    internal async Task<Text?> ChangePasswordAsync(Person person, string password)
    {
        if (await ProblemAsync(person, password) is { } problem)
            return problem;
        (person.PasswordHash, person.Noted) = (
            users.PasswordHasher.HashPassword(person, password), Entry(person.Name, "password_changed", person.Name));
        return Said(await users.UpdateSecurityStampAsync(person));
    }

    /// <summary>Ends one login, or all.</summary>
    internal void EndSessions(Person person, string by, string? session = null) =>
        sessions.End(person.Id, session, Entry(by, "sessions_ended", person.Name));

    internal async Task<Text?> SetRolesAsync(Person person, IReadOnlyList<Role> roles, string by)
    {
        if (!CanBe(roles, person.Household))
            return AccountTexts.RolesWrong;
        (person.Roles, person.Noted) = (
            roles, Entry(by, "roles_changed", person.Name, string.Join(' ', roles.Select(role => WireName.Of(role)))));
        // With it go logins and codes that were for what this person was.
        return Said(await users.UpdateSecurityStampAsync(person));
    }

    internal async Task<Text?> RemoveAsync(Person person, string by)
    {
        person.Noted = Entry(by, Removed, person.Name);
        var result = await users.DeleteAsync(person);
        if (result.Succeeded)
            invitations.WithdrawThoseOf(person.Name);
        return Said(result);
    }

    /// <summary>Of who lost the phone with the app.</summary>
    internal async Task<Text?> SecondFactorOffAsync(Person person, string by)
    {
        (person.HasSecondFactor, person.AuthenticatorKey, person.RecoveryCodes, person.Noted) = (
            false, null, [], Entry(by, "second_factor_off", person.Name));
        return Said(await users.UpdateSecurityStampAsync(person));
    }

    /// <summary>On, once a code of the app was right.</summary>
    /// <returns>Codes for the day the phone is lost, shown once; null when somebody changed the account meanwhile.</returns>
    internal async Task<IReadOnlyList<string>?> SecondFactorOnAsync(Person person)
    {
        var codes = (await users.GenerateNewTwoFactorRecoveryCodesAsync(person, 8))?.ToList();
        (person.HasSecondFactor, person.Noted) = (true, Entry(person.Name, "second_factor_on", person.Name));
        return (await users.UpdateSecurityStampAsync(person)).Succeeded ? codes : null;
    }

    /// <summary>Whether there can be such an account: being a resident comes from the household, and everybody is something.</summary>
    internal static bool CanBe(IReadOnlyList<Role> roles, string? household) =>
        !roles.Contains(Role.Resident) && (roles.Count > 0 || household is not null);

    /// <summary>Distinguishable letters, and nobody else's name, present or past, nor the machine's.</summary>
    private Text? NameProblem(string name) =>
        name.Length is 0 or > LongestName || name.Any(letter => !IsPlain(letter)) ? AccountTexts.NameWrong
        : Machines.Contains(name, StringComparer.OrdinalIgnoreCase) || name.StartsWith("poll-", StringComparison.OrdinalIgnoreCase)
            || table.WasUsed(name) ? AccountTexts.NameTaken
        : null;

    /// <summary>Latin and Chinese letters, digits, and what stands between them.</summary>
    private static bool IsPlain(char letter) =>
        letter is ' ' or '-' or '_' or '.' or '·' || (char.IsLetterOrDigit(letter) && letter is < '\u0250' or (>= '\u3400' and < '\ua000'));

    private Person New(string name, Invitation invitation) => new()
    {
        Id = Guid.CreateVersion7(clock.Now.ToDateTimeOffset()).ToString("N"),
        Name = name.Trim(),
        Roles = [.. invitation.Roles.Where(role => role != Role.Resident)],
        Household = invitation.Household,
        Made = clock.Now,
    };

    private async Task<Text?> ProblemAsync(Person person, string password)
    {
        foreach (var validator in users.PasswordValidators)
            if (await validator.ValidateAsync(users, person, password) is { Succeeded: false } wrong)
                return AccountTexts.Of(wrong);
        return null;
    }

    private AuditEntry Entry(string by, string action, string target, string detail = "") => new(clock.Now, by, action, target, detail);

    private static Text? Said(IdentityResult result) => result.Succeeded ? null : AccountTexts.Of(result);
}
