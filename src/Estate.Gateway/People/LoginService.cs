using Estate.Adapters.Storage;
using Estate.Adapters.Storage.People;
using Estate.Gateway.Pipeline;
using Microsoft.AspNetCore.Identity;

namespace Estate.Gateway.People;

/// <summary>
/// Decides whether somebody is who they say. One at a time, so that parallel guesses count one by one and do not take the
/// Pi's cores; a no always takes as long, whether the name exists or not.
/// </summary>
internal sealed class LoginService(IServiceScopeFactory scopes, GatewayClock clock, AuditChain audit, PeopleSecrets secrets) : IDisposable
{
    /// <summary>Longer than a password's hash takes on a Pi.</summary>
    internal static readonly TimeSpan NoTakes = TimeSpan.FromMilliseconds(750);

    private const int CodeLength = 6;

    /// <summary>Longer than Identity takes an old code.</summary>
    private static readonly NodaTime.Duration CodesAreTakenFor = NodaTime.Duration.FromMinutes(10);

    /// <summary>Who waits longer has tried beside too many others.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    /// <summary>After so many wrong passwords a browser is a stranger's, until the next start at most.</summary>
    private const int TriesOfABrowser = 5;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Dictionary<KnownBrowser, int> _wrong = [];
    private string? _nobodysHash;

    public void Dispose() => _turn.Dispose();

    /// <summary>Name and password.</summary>
    /// <param name="from">As whose browser it is known.</param>
    internal Task<LoginResult> TryAsync(string name, string password, IReadOnlyList<KnownBrowser> from) => DecideAsync(async users =>
    {
        var person = name.Length is > 0 and <= Accounts.LongestName && password.Length <= PasswordRules.Longest
            ? await users.FindByNameAsync(name.Trim()) : null;
        // Somebody who does not exist costs as much work.
        var hash = person?.PasswordHash ?? (_nobodysHash ??= users.PasswordHasher.HashPassword(new Person { Id = "" }, "nobody"));
        var isRight = users.PasswordHasher.VerifyHashedPassword(
            person ?? new Person { Id = "" }, hash, password) != PasswordVerificationResult.Failed;
        if (person?.PasswordHash is null || await IsShutAsync(users, person, from))
            return new(null, false);
        if (!isRight)
            return await FailAsync(users, person, from);
        return person.HasSecondFactor ? new(person, true) : await LetInAsync(users, person, from);
    });

    /// <summary>
    /// Whether somebody logged in, who is as good as a known browser, knows the password; wrong ones count as at the login.
    /// </summary>
    internal async Task<bool> KnowsPasswordAsync(Person person, string password) =>
        (await TryAsync(person.Name, password, [new(person.Id, "logged in")])).Person?.Id == person.Id;

    /// <summary>The code of the app, or a recovery code, of somebody whose password was right.</summary>
    internal Task<LoginResult> TryCodeAsync(string id, string code, IReadOnlyList<KnownBrowser> from) => DecideAsync(async users =>
    {
        if (await users.FindByIdAsync(id) is not { HasSecondFactor: true } person || await IsShutAsync(users, person, from))
            return new(null, false);
        return await IsRightCodeAsync(users, person, code) ? await LetInAsync(users, person, from) : await FailAsync(users, person, from);
    });

    /// <summary>A code of the app is taken once only.</summary>
    internal async Task<bool> IsRightCodeAsync(UserManager<Person> users, Person person, string code)
    {
        var plain = string.Concat(code.Where(char.IsAsciiLetterOrDigit));
        var (hash, now) = (secrets.Hash(plain), clock.Now);
        if (plain.Length == CodeLength && person.UsedCodes.All(one => one.Hash != hash)
            && await users.VerifyTwoFactorTokenAsync(person, TokenOptions.DefaultAuthenticatorProvider, plain))
        {
            person.UsedCodes = [.. person.UsedCodes.Where(one => now - one.At < CodesAreTakenFor), new UsedCode(hash, now)];
            return (await users.UpdateAsync(person)).Succeeded;
        }
        return (await users.RedeemTwoFactorRecoveryCodeAsync(person, code)).Succeeded;
    }

    /// <summary>A new key for somebody's app; it counts once a code of it was right. Logins go on.</summary>
    internal async Task<string?> BeginSecondFactorAsync(UserManager<Person> users, Person person)
    {
        var key = users.GenerateNewAuthenticatorKey();
        person.AuthenticatorKey = secrets.Close(key);
        return (await users.UpdateAsync(person)).Succeeded ? key : null;
    }

    private async Task<bool> IsShutAsync(UserManager<Person> users, Person person, IReadOnlyList<KnownBrowser> from) =>
        !(Known(person, from) is { } known && _wrong.GetValueOrDefault(known) < TriesOfABrowser) && await users.IsLockedOutAsync(person);

    private static KnownBrowser? Known(Person person, IReadOnlyList<KnownBrowser> from) =>
        from.FirstOrDefault(one => one.Person == person.Id);

    private async Task<LoginResult> LetInAsync(UserManager<Person> users, Person person, IReadOnlyList<KnownBrowser> from)
    {
        if (Known(person, from) is { } known)
            _wrong.Remove(known);
        await users.ResetAccessFailedCountAsync(person);
        return new(person, false);
    }

    private async Task<LoginResult> FailAsync(UserManager<Person> users, Person person, IReadOnlyList<KnownBrowser> from)
    {
        if (Known(person, from) is { } known)
            _wrong[known] = _wrong.GetValueOrDefault(known) + 1;
        await users.AccessFailedAsync(person);
        if (await users.IsLockedOutAsync(person))
            audit.Append(new AuditEntry(clock.Now, person.Name, "locked_out", person.Name, ""));
        return new(null, false);
    }

    private async Task<LoginResult> DecideAsync(Func<UserManager<Person>, Task<LoginResult>> decide)
    {
        if (!await _turn.WaitAsync(LongestWait))
            return new(null, false);
        var began = clock.Time.GetTimestamp();
        LoginResult result;
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            result = await decide(scope.ServiceProvider.GetRequiredService<UserManager<Person>>());
        }
        finally
        {
            _turn.Release();
        }
        if (result.Person is null && NoTakes - clock.Time.GetElapsedTime(began) is { Ticks: > 0 } rest)
            await Task.Delay(rest, clock.Time);
        return result;
    }
}

/// <summary>Who it is, or null; <paramref name="NeedsCode"/>: after a second factor only.</summary>
internal sealed record LoginResult(Person? Person, bool NeedsCode);
