using Estate.Adapters.Storage.People;
using Microsoft.AspNetCore.Identity;

namespace Estate.Gateway.People;

/// <summary>Length counts, not signs of every sort (NIST SP 800-63B §3.1.1.2); nothing that everybody would try first.</summary>
internal sealed class PasswordRules : IPasswordValidator<Person>
{
    internal const int Shortest = 8;
    internal const int Longest = 200;
    private const int DifferentLetters = 4;
    private static readonly string[] TriedFirst = [
        "12345678", "87654321", "password", "qwertyui", "11223344", "88888888", "abcd1234", "woaini"];

    public Task<IdentityResult> ValidateAsync(UserManager<Person> manager, Person user, string? password)
    {
        var word = (password ?? "").ToUpperInvariant();
        return Task.FromResult(word.Length is < Shortest or > Longest ? Wrong("password_length")
            : word.Distinct().Count() < DifferentLetters
                || TriedFirst.Any(one => word.StartsWith(one.ToUpperInvariant(), StringComparison.Ordinal))
                || (user.Name.Length > 0 && word.Replace(user.Name.ToUpperInvariant(), "", StringComparison.Ordinal).Length < Shortest)
                ? Wrong("password_easy") : IdentityResult.Success);
    }

    private static IdentityResult Wrong(string code) => IdentityResult.Failed(new IdentityError { Code = code, Description = code });
}
