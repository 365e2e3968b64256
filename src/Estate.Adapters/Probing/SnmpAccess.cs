namespace Estate.Adapters.Probing;

/// <summary>
/// Whom agents believe: by a community (v2c), or a user with passphrases (v3, RFC 3414). What is secret of it stands alone in a file.
/// </summary>
/// <param name="Auth">v3: how it is proved who asks, in the words of net-snmp.</param>
/// <param name="Privacy">v3: how it is kept from others; null: anybody may read along.</param>
public sealed record SnmpAccess(string Name, bool IsV3, string User, string Auth, string? Privacy)
{
    /// <summary>As they are written in estate.yaml, and as net-snmp calls them. MD5 and DES are broken and not among them.</summary>
    public static readonly IReadOnlyDictionary<string, string> AuthWords = new Dictionary<string, string>
    {
        ["sha"] = "SHA",
        ["sha-224"] = "SHA-224",
        ["sha-256"] = "SHA-256",
        ["sha-384"] = "SHA-384",
        ["sha-512"] = "SHA-512",
    };

    private const int ShortestPassphrase = 8, Longest = 200;

    /// <summary>Lines of the file in which net-snmp finds what must not stand on a command line.</summary>
    /// <param name="secret">v2c: the community. v3: the passphrase, on a second line that of privacy.</param>
    /// <exception cref="FormatException">Empty, too short, or of letters that the file cannot hold; the secret is not in it.</exception>
    public IReadOnlyList<string> Configuration(string? secret)
    {
        var lines = (secret ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (!IsV3)
            return ["defVersion 2c", $"defCommunity \"{Checked(lines, 0, "community", 1)}\""];
        List<string> all = ["defVersion 3", $"defSecurityName \"{User}\"",
            $"defSecurityLevel {(Privacy is null ? "authNoPriv" : "authPriv")}",
            $"defAuthType {Auth}", $"defAuthPassphrase \"{Checked(lines, 0, "passphrase", ShortestPassphrase)}\""];
        if (Privacy is not null)
            all.AddRange(
                [$"defPrivType {Privacy}", $"defPrivPassphrase \"{Checked(lines, 1, "passphrase of privacy", ShortestPassphrase)}\""]);
        return all;
    }

    /// <summary>Letters that stand between quotes as they are.</summary>
    public static bool IsPlain(string text) => text.All(letter => letter is >= ' ' and <= '~' and not '"' and not '\\');

    private string Checked(string[] lines, int line, string what, int shortest)
    {
        var text = line < lines.Length ? lines[line] : "";
        return text.Length == 0 ? throw new FormatException($"{Name}: the {what} is missing")
            : text.Length < shortest ? throw new FormatException($"{Name}: the {what} has fewer than {shortest} letters")
            : text.Length > Longest || !IsPlain(text)
                ? throw new FormatException($"{Name}: the {what} has at most {Longest} letters of ASCII, none of them \" or \\")
            : text;
    }
}
