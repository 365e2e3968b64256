using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Estate.Gateway.Configuration;

namespace Estate.Gateway.Web;

/// <summary>What a person may do: the property's staff, the owners' committee, or the engineer.</summary>
public enum OperatorRole
{
    Staff,
    Committee,

    /// <summary>Writes rules.</summary>
    Engineer,
}

/// <summary>A person with a token.</summary>
public sealed record Operator(string Name, OperatorRole Role);

/// <summary>
/// People who may change points, doors or hours, each with a token in <c>secrets/operators.csv</c> (<c>name,token,role</c>,
/// role staff, committee or engineer). Two of each of the first are made at the first start, because decisions need two.
/// </summary>
public sealed class Operators
{
    private static readonly Operator[] First =
        [new("desk", OperatorRole.Staff), new("manager", OperatorRole.Staff), new("chair", OperatorRole.Committee), new("secretary", OperatorRole.Committee), new("engineer", OperatorRole.Engineer)];

    private readonly List<(Operator Who, byte[] TokenHash)> _known;

    private Operators(IEnumerable<(Operator Who, string Token)> known) =>
        _known = [.. known.Select(one => (one.Who, Hash(one.Token)))];

    public static Operators Load(DataFolder folder)
    {
        var lines = File.Exists(folder.Operators) ? File.ReadAllLines(folder.Operators) : [];
        // A file of an earlier version knows no committee.
        var missing = First.Where(one => !lines.Any(line => RoleOf(line) == one.Role)).ToList();
        if (missing.Count > 0)
        {
            lines = [.. lines, .. missing.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Name},{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24))},{Word(one.Role)}"))];
            DataFolder.WritePrivate(folder.Operators, Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))));
        }
        return new(lines.Where(line => RoleOf(line) is not null).Select(line => line.Split(','))
            .Select(parts => (new Operator(parts[0], RoleOf(string.Join(',', parts))!.Value), parts[1])));
    }

    /// <summary>Who is behind <c>Authorization: Bearer TOKEN</c> or, in a browser, behind the login; or null.</summary>
    public Operator? Identify(HttpRequest request)
    {
        const string scheme = "Bearer ";
        var header = request.Headers.Authorization.ToString();
        if (header.StartsWith(scheme, StringComparison.Ordinal))
            return FindByToken(header[scheme.Length..]);
        // By name, so that who is taken out of the file is out.
        var user = request.HttpContext.User;
        return user.Identity is { IsAuthenticated: true, Name: { } name } && _known.FirstOrDefault(one => one.Who.Name == name).Who is { } who && user.FindFirst(Stamp)?.Value == StampOf(who) ? who : null;
    }

    /// <summary>The claim that ends a login when its code is replaced.</summary>
    public const string Stamp = "stamp";

    public string StampOf(Operator who) => Convert.ToHexStringLower(SHA256.HashData(_known.First(one => one.Who == who).TokenHash)[..8]);

    public Operator? FindByToken(string token)
    {
        var hash = Hash(token.Trim());
        return _known.FirstOrDefault(one => CryptographicOperations.FixedTimeEquals(one.TokenHash, hash)).Who;
    }

    private static OperatorRole? RoleOf(string line) => line.Split(',') switch
    {
        _ when line.StartsWith('#') => null,
        { Length: 2 } => OperatorRole.Staff,
        [_, _, var word] => Enum.GetValues<OperatorRole>().Cast<OperatorRole?>().FirstOrDefault(role => Word(role!.Value) == word.Trim()),
        _ => null,
    };

    private static string Word(OperatorRole role) => Domain.Devices.Words.Of(role);

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
