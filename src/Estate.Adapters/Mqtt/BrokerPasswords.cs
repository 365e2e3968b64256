using System.Security.Cryptography;
using System.Text;

namespace Estate.Adapters.Mqtt;

/// <summary>
/// Mosquitto's password file. What is in it and still holds is not computed again: of ten thousand devices that took a second of each start
/// and of each change. Which password a hash was made of, its salt says to whoever has the gateway's own password; whether the disk has
/// kept the file, its seal says.
/// </summary>
internal static class BrokerPasswords
{
    private const int Iterations = 101, SaltBytes = 12, HashBytes = 64;

    /// <param name="users">One of them the gateway, whose password is a key that nobody else has.</param>
    /// <param name="writePrivate">Writes lines to a file only its owner may read.</param>
    internal static void Write(
        string folder, IReadOnlyList<(string Name, string Password)> users, Action<string, IEnumerable<string>> writePrivate)
    {
        var (file, seal) = (Path.Combine(folder, "passwd"), Path.Combine(folder, "passwd.seal"));
        var key = SHA256.HashData(Encoding.UTF8.GetBytes("broker:" + users.First(user => user.Name == MqttLink.GatewayUser).Password));
        var known = Known(file, seal, key);
        var lines = users.Select(user =>
        {
            var beginning = BeginningOf(user, key, out var salt);
            return known.GetValueOrDefault(user.Name) is { } line && line.StartsWith(beginning, StringComparison.Ordinal) ? line
                : beginning + HashOf(user.Password, salt);
        }).ToList();
        writePrivate(seal, [SealOf(lines, key)]);
        // Last: it is what makes the broker read all its files again.
        writePrivate(file, lines);
    }

    /// <summary>Lines by name, where the file is as it was written.</summary>
    private static Dictionary<string, string> Known(string file, string seal, byte[] key)
    {
        try
        {
            if (File.Exists(file) && File.Exists(seal) && File.ReadAllLines(file) is var lines
                && File.ReadAllText(seal).Trim() == SealOf(lines, key))
                return lines.ToDictionary(line => line[..line.IndexOf(':', StringComparison.Ordinal)]);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // All are computed anew.
        }
        return [];
    }

    private static string SealOf(IEnumerable<string> lines, byte[] key) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(string.Join('\n', lines))));

    /// <summary>Format 7 of Mosquitto's passwords, PBKDF2 with SHA-512, up to the hash.</summary>
    private static string BeginningOf((string Name, string Password) user, byte[] key, out byte[] salt)
    {
        salt = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{user.Name}\0{user.Password}"))[..SaltBytes];
        return $"{user.Name}:$7${Iterations}${Convert.ToBase64String(salt)}$";
    }

    private static string HashOf(string password, byte[] salt) =>
        Convert.ToBase64String(Rfc2898DeriveBytes.Pbkdf2(password, salt, Iterations, HashAlgorithmName.SHA512, HashBytes));
}
