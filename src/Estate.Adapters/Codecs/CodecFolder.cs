namespace Estate.Adapters.Codecs;

/// <summary>
/// A folder of codecs with their makers' test cases beside them, laid out as ChirpStack's public repository: <c>NAME.js</c>,
/// <c>test_decode_NAME.json</c> and <c>test_encode_NAME.json</c>, at any depth. The cases are JavaScript (hexadecimal numbers, comments).
/// </summary>
public static class CodecFolder
{
    private const string DecodeCases = "test_decode_", EncodeCases = "test_encode_";

    /// <summary>All cases in it.</summary>
    public static IReadOnlyList<CodecCases> Find(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*.js", new EnumerationOptions { RecurseSubdirectories = true }).Order(StringComparer.Ordinal)
            .SelectMany(CasesOf)];

    /// <summary>As a file beside the codec would be called; null for a function whose cases have no file there.</summary>
    public static string? FileOf(CodecCases cases) => cases.Function switch
    {
        CodecFunctions.DecodeUplink => $"{DecodeCases}{Path.GetFileNameWithoutExtension(cases.Codec)}.json",
        CodecFunctions.EncodeDownlink => $"{EncodeCases}{Path.GetFileNameWithoutExtension(cases.Codec)}.json",
        _ => null,
    };

    /// <summary>Those beside one codec.</summary>
    public static IEnumerable<CodecCases> CasesOf(string codec) =>
        from function in new[] { CodecFunctions.DecodeUplink, CodecFunctions.EncodeDownlink }
        let cases = new CodecCases(codec, function, "", "")
        let file = Path.Combine(Path.GetDirectoryName(codec)!, FileOf(cases)!)
        where File.Exists(file)
        select cases with { File = file, Text = File.ReadAllText(file) };
}
