using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Estate.Adapters.Storage;
using Estate.Adapters.Storage.People;
using Estate.Domain.People;
using Estate.Gateway.Configuration;
using NodaTime;

namespace Estate.Gateway.People;

/// <summary>Programs' tokens: shown once, then only their hashes are kept.</summary>
internal sealed partial class Tokens(TokenTable table)
{
    /// <summary>Those of a data folder, also while its gateway runs.</summary>
    internal static Tokens In(DataFolder folder)
    {
        var database = folder.OpenDatabase();
        return new(new TokenTable(database, new AuditChain(database, folder.AuditKey())));
    }

    internal Token? Find(string token) => table.Find(Hash(token));

    internal IReadOnlyList<Token> All() => table.All();

    /// <returns>The token, never shown again; null when there is one of that name.</returns>
    /// <exception cref="FormatException">A name, role or scope that cannot be.</exception>
    internal string? Add(string name, IReadOnlyList<Role> roles, IReadOnlyList<string> scopes, string by, Instant at)
    {
        if (!Name().IsMatch(name))
            throw new FormatException($"名字要 1 到 40 个字母、数字、- 或 _ / a name is 1 to 40 letters, digits, - and _");
        if (roles.Count == 0 || roles.Contains(Role.Resident) || roles.Contains(Role.Administrator))
            throw new FormatException("令牌只能是物业、业委会或工程师 / a token acts as staff, committee or engineer");
        if (scopes.Count == 0 || scopes.Any(scope => scope is null || !Scope().IsMatch(scope)))
            throw new FormatException(
                "范围写成 points:read 或 points:write，* 是全部 / a scope is area:read or area:write, such as points:read, or * for all");
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        return table.Add(
            Hash(token), new(name, roles, scopes, by, at), new AuditEntry(at, by, "token_made", name, string.Join(' ', scopes))) ? token
            : null;
    }

    internal bool Remove(string name, string by, Instant at) => table.Remove(name, new AuditEntry(at, by, "token_removed", name, ""));

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token.Trim())));

    [GeneratedRegex(@"^[\p{L}\p{Nd}_-]{1,40}\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"^(\*|[a-z]{1,20}:(read|write))\z")]
    private static partial Regex Scope();
}
