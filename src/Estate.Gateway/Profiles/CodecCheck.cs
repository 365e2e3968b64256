using Estate.Adapters.Codecs;
using Estate.Gateway.Configuration;
using NodaTime;
using NodaTime.Text;

namespace Estate.Gateway.Profiles;

/// <summary>Whether a folder's codecs are codecs, and do what their makers' own cases say, and the tests of profiles beside them.</summary>
internal static class CodecCheck
{
    internal const string Syntax = "syntax";

    /// <summary>Of both layouts.</summary>
    internal static IReadOnlyList<CodecCases> Cases(string folder) => [.. CodecFolder.Find(folder), .. RepositoryCodecs.Find(folder)];

    /// <summary>In this process.</summary>
    internal static IEnumerable<CodecCase> Run(string folder, Instant now) => Run(folder, now, CodecCaseRunner.ProblemOf);

    private static IEnumerable<CodecCase> Run(string folder, Instant now, Func<Codec, string?> problemOf) =>
        Directory.EnumerateFiles(folder, "*.js", new EnumerationOptions { RecurseSubdirectories = true }).Order(StringComparer.Ordinal)
            .Select(file => new CodecCase(file, Syntax, problemOf(new(Path.GetFileName(file), File.ReadAllText(file)))))
            .Where(one => one.Problem is not null)
            .Concat(CodecCaseRunner.Run(Cases(folder), now))
            .Concat(ProfileCases(folder, now));

    /// <summary>Of profiles that have tests of bytes for a codec, which lies in the folder, too.</summary>
    private static IEnumerable<CodecCase> ProfileCases(string folder, Instant now)
    {
        var everywhere = new EnumerationOptions { RecurseSubdirectories = true };
        var codecs = new CodecFiles([
            folder, .. Directory.EnumerateFiles(folder, "*.js", everywhere).Select(file => Path.GetDirectoryName(file)!).Distinct()]);
        return from file in Directory.EnumerateFiles(folder, "*.yaml", everywhere).Order(StringComparer.Ordinal)
               where !RepositoryCodecs.IsOne(file)
               let profile = ProfileBook.ReadFile(file).Profile
               where profile is not null
               from one in ProfileCodecTests.Run(profile, codecs.Find(profile, out _), now)
               select new CodecCase(
                   file, $"line {one.Test.Place.Line}",
                   one.Errors.Count == 0 ? null : string.Join("; ", one.Errors.Select(error => error.Message)));
    }

    /// <summary>In this process, for one that started it (<see cref="RunApartAsync"/>).</summary>
    internal static void Run(string folder, string now, TextWriter to)
    {
        var at = InstantPattern.ExtendedIso.Parse(now).GetValueOrThrow();
        foreach (var one in Run(folder, at, codec => CodecCaseRunner.ProblemOfUse(codec, at)))
            CodecTrial.Write(to, one);
    }

    /// <summary>In a process of its own, for who must not end with it.</summary>
    internal static Task<IReadOnlyList<CodecCase>> RunApartAsync(CodecProgram program, string folder, Instant now) =>
        CodecTrial.RunAsync(program, [folder, InstantPattern.ExtendedIso.Format(now)]);
}
