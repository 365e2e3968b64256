using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using NATS.NKeys;

namespace Estate.District.Keys;

/// <summary>
/// Makes a key for the workers and one for each estate, where there is none yet, and the list of them for the message servers: each estate
/// may publish its own facts and listen to its own answers and proposals, and nothing else.
/// </summary>
internal static partial class KeysCommand
{
    internal const string Name = "keys", Worker = "worker", Users = "users.conf";
    internal const string ProposalsKey = "proposals.key", ProposalsPublicKey = "proposals.pub";

    private const string Usage = "keys FOLDER SITE…: the seeds of workers and estates, and users.conf for the message servers";

    /// <exception cref="InvalidOperationException">It was not asked for as it should be.</exception>
    internal static int Run(IReadOnlyList<string> args, TextWriter to)
    {
        if (args.Count < 2)
            throw new InvalidOperationException(Usage);
        Write(args[0], [.. args.Skip(1)]);
        to.WriteLine($"{args.Count - 1} estates in {Path.Combine(args[0], Users)}; each one's SITE.seed belongs into its gateway alone");
        return 0;
    }

    internal static string SeedFile(string folder, string site) => Path.Combine(folder, site + ".seed");

    internal static void Write(string folder, IReadOnlyCollection<string> sites)
    {
        if (sites.FirstOrDefault(site => site == Worker || !Site().IsMatch(site)) is { } wrong)
            throw new InvalidOperationException($"'{wrong}' is no site: small letters, digits and -");
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        WriteProposalsKey(folder);
        var estates = sites.Distinct().Order(StringComparer.Ordinal).Select(site => Line(KeyOf(folder, site), site));
        WritePrivate(
            Path.Combine(folder, Users),
            $"authorization {{ users = [\n  {{ nkey: {KeyOf(folder, Worker)} }}\n{string.Concat(estates)}] }}\n");
    }

    /// <summary>What the district signs its proposals with, and what an estate knows that by.</summary>
    private static void WriteProposalsKey(string folder)
    {
        var file = Path.Combine(folder, ProposalsKey);
        if (File.Exists(file))
            return;
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        WritePrivate(Path.Combine(folder, ProposalsPublicKey), made.ExportSubjectPublicKeyInfoPem() + "\n");
        WritePrivate(file, made.ExportPkcs8PrivateKeyPem() + "\n");
    }

    private static string Line(string key, string site) =>
        $$"""  { nkey: {{key}}, permissions: { publish: ["district.facts.*.{{site}}"], """
            + $$"""subscribe: ["district.position.{{site}}", "district.proposals.{{site}}", "_INBOX.{{site}}.>"] } }""" + "\n";

    /// <summary>The public half of a key that is made where it is not there.</summary>
    private static string KeyOf(string folder, string name)
    {
        var file = SeedFile(folder, name);
        if (!File.Exists(file))
        {
            using var made = KeyPair.CreatePair(PrefixByte.User);
            WritePrivate(file, made.GetSeed());
        }
        using var pair = KeyPair.FromSeed(File.ReadAllText(file).Trim());
        return pair.GetPublicKey();
    }

    /// <summary>Whole or not at all, and for its owner only.</summary>
    private static void WritePrivate(string file, string text)
    {
        using (var stream = new FileStream(
            file + ".new", new FileStreamOptions
            {
                Mode = FileMode.Create,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }))
            stream.Write(Encoding.UTF8.GetBytes(text));
        File.Move(file + ".new", file, overwrite: true);
    }

    [GeneratedRegex("^[a-z0-9-]{1,63}$")]
    private static partial Regex Site();
}
