using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;

namespace Estate.District.Accounts;

/// <summary>
/// Decides whether somebody is who they say. One at a time, so that guesses take no processor from others; who does not exist costs as
/// much work.
/// </summary>
internal sealed class Logins(AccountRows accounts) : IDisposable
{
    internal const int LongestName = 40, ShortestPassword = 10, LongestPassword = 200;

    private static readonly PasswordHasher<Account> Hasher = new();
    private static readonly Account Nobody = new("", Level.Committee, "");

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly string _nobodysHash = Hasher.HashPassword(Nobody, "nobody");

    public void Dispose() => _turn.Dispose();

    internal static string HashOf(Account account, string password) => Hasher.HashPassword(account, password);

    internal static string NewStamp() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <returns>Null where name or password are wrong, or too many were.</returns>
    internal async Task<KeptAccount?> TryAsync(string name, string password, CancellationToken stop)
    {
        if (name.Length is 0 or > LongestName || name.Contains('\0', StringComparison.Ordinal) || password.Length > LongestPassword)
            return null;
        await _turn.WaitAsync(stop);
        try
        {
            var kept = await accounts.FindAsync(name, stop);
            var isRight = Hasher.VerifyHashedPassword(kept?.Account ?? Nobody, kept?.PasswordHash ?? _nobodysHash, password)
                != PasswordVerificationResult.Failed;
            if (kept is null || kept.IsLocked)
                return null;
            await (isRight ? accounts.SucceedAsync(name, stop) : accounts.FailAsync(name, stop));
            return isRight ? kept : null;
        }
        finally
        {
            _turn.Release();
        }
    }
}
