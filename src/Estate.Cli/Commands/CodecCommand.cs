using System.CommandLine;
using System.Text;
using Estate.Adapters.Codecs;
using Estate.Domain.Profiles;
using Estate.Gateway.Configuration;
using Estate.Gateway.People;
using Estate.Gateway.Profiles;

namespace Estate.Cli.Commands;

/// <summary>Makers' LoRaWAN codecs at the command line.</summary>
internal static class CodecCommand
{
    internal static Command Tests()
    {
        var folder = new Argument<string>("folder")
        {
            Description = "Codecs with their cases, at any depth, as in the public repositories of ChirpStack (test_decode_NAME.json, "
                + "test_encode_NAME.json) and of The Things Network (NAME-codec.yaml with examples)",
        };
        var test = new Command(
            "codec-test", "Run makers' LoRaWAN codecs over their own test cases, within the gateway's bounds; nothing is changed")
        { folder };
        test.SetAction(parsed => Test(parsed.GetRequiredValue(folder), Console.Out));
        return test;
    }

    internal static Command Import()
    {
        var (data, path) = (CommonOptions.Data(), new Argument<string>("folder")
        { Description = "Codecs (.js), their test cases and profiles (.yaml) that name them, at any depth" });
        var import = new Command("import", "Take makers' codecs and profiles into the estate's own: all, after every test passed, or none; "
            + "each codec is a line of the audit with its hash. A gateway that runs takes a change of what it uses up within seconds")
        { path, data };
        import.SetAction(parsed =>
        {
            var folder = CommonOptions.Folder(parsed.GetRequiredValue(data));
            foreach (var line in ProfileImport.Read(parsed.GetRequiredValue(path), folder, TokensCommand.Now)
                .Write(folder, new(folder.OpenDatabase(), folder.AuditKey()), Caller.Local, TokensCommand.Now))
                Console.WriteLine(line);
            return 0;
        });
        return import;
    }

    /// <summary>What the codec of a profile makes of an uplink's bytes; null where it has none.</summary>
    /// <param name="folders">Where the codec may lie, the last first.</param>
    /// <exception cref="ConfigurationException">The codec is not there, or refuses them.</exception>
    internal static string? Decode(DeviceProfile profile, string payload, int port, params string[] folders)
    {
        if (new CodecFiles(folders).Find(profile, out var problem) is not { } codec)
            return problem is null ? null : throw new ConfigurationException(problem);
        var said = CodecSingleCall.Run(codec, new(IsEncoding: false, ProfileTrial.Bytes(payload, profile), port, TokensCommand.Now));
        return said.IsGood ? Encoding.UTF8.GetString(said.Json) : throw new ConfigurationException($"codec {codec.Name}: {said.Text}");
    }

    /// <summary>Each failure with its file and case, and the sum in the last line.</summary>
    internal static int Test(string folder, TextWriter to)
    {
        if (!Directory.Exists(folder))
            throw new ConfigurationException($"{folder} is no folder");
        var cases = CodecCheck.Cases(folder);
        if (cases.Count == 0)
            throw new ConfigurationException($"{folder} holds no NAME.js with test_decode_NAME.json or test_encode_NAME.json beside it, "
                + "nor with a YAML file whose uplinkDecoder, downlinkEncoder or downlinkDecoder has examples");
        var (passed, failed) = (0, 0);
        foreach (var one in CodecCaseRunner.Run(cases, TokensCommand.Now))
            if (one.Problem is null)
                passed++;
            else
            {
                failed++;
                to.WriteLine($"{Path.GetRelativePath(folder, one.File)}: {one.Name}: {one.Problem}");
            }
        to.WriteLine($"{cases.Select(one => one.Codec).Distinct().Count()} codecs: {passed} passed, {failed} failed, 0 skipped");
        return failed == 0 ? 0 : 1;
    }
}
