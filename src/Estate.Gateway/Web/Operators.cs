using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Estate.Gateway.Configuration;

namespace Estate.Gateway.Web;

/// <summary>
/// People who may change points, each with a token in <c>secrets/operators.csv</c> (<c>name,token</c>). Two are made at
/// the first start, because a correction needs two.
/// </summary>
public sealed class Operators
{
    private static readonly string[] FirstOperators = ["desk", "manager"];

    private readonly List<(string Name, byte[] TokenHash)> _known;

    private Operators(IEnumerable<(string Name, string Token)> known) =>
        _known = [.. known.Select(one => (one.Name, Hash(one.Token)))];

    public static Operators Load(DataFolder folder)
    {
        if (!File.Exists(folder.Operators))
            DataFolder.WritePrivate(folder.Operators, Encoding.ASCII.GetBytes(string.Concat(
                FirstOperators.Select(name => string.Create(CultureInfo.InvariantCulture, $"{name},{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24))}\n")))));
        return new(File.ReadAllLines(folder.Operators).Select(line => line.Split(',')).Where(parts => parts.Length == 2).Select(parts => (parts[0], parts[1])));
    }

    /// <summary>The name behind <c>Authorization: Bearer TOKEN</c>, or null.</summary>
    public string? Identify(HttpRequest request)
    {
        const string scheme = "Bearer ";
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith(scheme, StringComparison.Ordinal))
            return null;
        var hash = Hash(header[scheme.Length..].Trim());
        return _known.FirstOrDefault(one => CryptographicOperations.FixedTimeEquals(one.TokenHash, hash)).Name;
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
