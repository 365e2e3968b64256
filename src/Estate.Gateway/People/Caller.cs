using System.Text.RegularExpressions;
using Estate.Domain.People;

namespace Estate.Gateway.People;

/// <summary>Who asks: somebody logged in, or a program with a token.</summary>
/// <param name="Person">The account's id; null for a program.</param>
/// <param name="Household">Whose points and sessions are this caller's own.</param>
/// <param name="Scopes">Where a program may go at most; null: wherever its roles may.</param>
internal sealed partial record Caller(
    string Name, IReadOnlyList<Role> Roles, string? Person = null, string? Household = null, IReadOnlyList<string>? Scopes = null)
{
    public const string Everywhere = "*";

    /// <summary>Whoever has a terminal on the gateway's own machine, in the audit; under sudo who called it.</summary>
    internal static string Local => LocalOf(Environment.GetEnvironmentVariable("SUDO_USER"));

    internal static string LocalOf(string? sudoUser) =>
        $"local:{(sudoUser is not null && UserName().IsMatch(sudoUser) ? sudoUser : Environment.UserName)}";

    /// <summary>
    /// Whether a program's scopes reach a request: <c>points:read</c> is every GET below <c>/api/points</c>, <c>points:write</c> everything
    /// there.
    /// </summary>
    public bool Reaches(HttpRequest request) => Scopes is null || Scopes.Contains(Everywhere) || Scopes.Contains(ScopeOf(request))
        || Scopes.Contains($"{AreaOf(request)}:write");

    /// <summary>The least that a program needs for a request.</summary>
    public static string ScopeOf(HttpRequest request) =>
        $"{AreaOf(request)}:{(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) ? "read" : "write")}";

    private static string AreaOf(HttpRequest request)
    {
        var parts = request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts is ["api" or "staff", var second, ..] ? second : parts.FirstOrDefault() ?? "";
    }

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_.-]{0,31}\z")]
    private static partial Regex UserName();
}
