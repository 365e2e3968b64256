using Estate.Adapters.Storage.People;
using Microsoft.AspNetCore.Identity;

namespace Estate.Gateway.People;

/// <summary>The second factor: the app's key, encrypted, and recovery codes, as hashes.</summary>
internal sealed partial class PersonStore : IUserTwoFactorStore<Person>, IUserAuthenticatorKeyStore<Person>,
    IUserTwoFactorRecoveryCodeStore<Person>
{
    public Task<bool> GetTwoFactorEnabledAsync(Person user, CancellationToken cancellationToken) => Task.FromResult(user.HasSecondFactor);

    public Task SetTwoFactorEnabledAsync(Person user, bool enabled, CancellationToken cancellationToken) =>
        Set(() => user.HasSecondFactor = enabled);

    public Task<string?> GetAuthenticatorKeyAsync(Person user, CancellationToken cancellationToken) =>
        Task.FromResult(user.AuthenticatorKey is { } key ? secrets.Open(key) : null);

    public Task SetAuthenticatorKeyAsync(Person user, string key, CancellationToken cancellationToken) =>
        Set(() => user.AuthenticatorKey = secrets.Close(key));

    public Task ReplaceCodesAsync(Person user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken) =>
        Set(() => user.RecoveryCodes = [.. recoveryCodes.Select(secrets.Hash)]);

    public Task<bool> RedeemCodeAsync(Person user, string code, CancellationToken cancellationToken)
    {
        var hash = secrets.Hash(code.Trim().ToUpperInvariant());
        if (!user.RecoveryCodes.Contains(hash))
            return Task.FromResult(false);
        user.RecoveryCodes = [.. user.RecoveryCodes.Where(one => one != hash)];
        return Task.FromResult(true);
    }

    public Task<int> CountCodesAsync(Person user, CancellationToken cancellationToken) => Task.FromResult(user.RecoveryCodes.Count);
}
