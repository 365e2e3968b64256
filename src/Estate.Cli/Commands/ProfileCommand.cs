using System.CommandLine;
using Estate.Domain.Profiles;
using Estate.Gateway.Configuration;
using Estate.Gateway.Profiles;

namespace Estate.Cli.Commands;

/// <summary>Other makers' devices at the command line: which are known, whether a file is right, what a payload says.</summary>
internal static class ProfileCommand
{
    internal static Command Create() => new("profile", "Devices of other makers: how they speak (docs/profiles.md)")
    {
        Tests(), Trial(), List(), CodecCommand.Tests(), CodecCommand.Import(),
    };

    private static Command Tests()
    {
        var (data, path) = (CommonOptions.Data(), new Argument<string?>("file")
        { Description = "A profile's file or name; left out: all there are", Arity = ArgumentArity.ZeroOrOne });
        var command = new Command("test", "Run the tests that stand in profiles; what is wrong is said with file, line and column")
        { path, data };
        command.SetAction(parsed =>
        {
            var (own, name) = (new DataFolder(parsed.GetRequiredValue(data)).Profiles, parsed.GetValue(path));
            return Test(FilesOf(name, new(own)), new([ProfileBook.ShippedFolder, own, .. FolderOf(name)]));
        });
        return command;
    }

    private static Command Trial()
    {
        var (data, path) = (CommonOptions.Data(), new Argument<string>("file") { Description = "A profile's file or name" });
        var topic = new Option<string?>("--topic") { Description = "The end of the topic it came on, such as SENSOR; left out: every one" };
        var port = new Option<int>("--port") { Description = "The LoRaWAN port of an uplink", DefaultValueFactory = _ => 1 };
        var decoded = new Option<bool>("--decoded") { Description = "The payload is the JSON that a codec or network server made" };
        var command = new Command("try", "What a payload says, from standard input: text, JSON, or an uplink's bytes in hexadecimal "
            + "digits or Base64, which its maker's codec reads first where the profile names one") { path, topic, port, decoded, data };
        command.SetAction(async (parsed, stop) =>
        {
            var (own, name) = (new DataFolder(parsed.GetRequiredValue(data)).Profiles, parsed.GetRequiredValue(path));
            var file = FilesOf(name, new(own)).Single();
            var payload = (await Console.In.ReadToEndAsync(stop)).TrimEnd('\n', '\r');
            var (isDecoded, number) = (parsed.GetValue(decoded), parsed.GetRequiredValue(port));
            if (Said(file) is { } mistakes)
                return mistakes;
            if (!isDecoded && CodecCommand.Decode(
                file.Profile!, payload, number, ProfileBook.ShippedFolder, own, Path.GetDirectoryName(Path.GetFullPath(name))!) is { } json)
            {
                Console.WriteLine($"codec: {json}");
                (payload, isDecoded) = (json, true);
            }
            return Try(ProfileTrial.Run(file.Profile!, payload, parsed.GetValue(topic), number, isDecoded));
        });
        return command;
    }

    private static Command List()
    {
        var data = CommonOptions.Data();
        var command = new Command("list", "All profiles there are, those of this estate and those that came along") { data };
        command.SetAction(parsed =>
        {
            var book = ProfileBook.Of(new(parsed.GetRequiredValue(data)));
            var own = book.Overruled.ToHashSet();
            foreach (var name in book.Names)
                Console.WriteLine(book.Find(name) is { Profile: { } profile }
                    ? $"{name,-28} {profile.Kind,-10} {profile.Source.Maker,-14} {profile.Source.Title.Zh} / {profile.Source.Title.En}"
                        + (own.Contains(name) ? " (this estate's own, in place of the one that came along)" : "")
                    : $"{name,-28} has mistakes; 'profile test {name}' says which");
            return 0;
        });
        return command;
    }

    private static int Test(IReadOnlyList<ProfileFile> files, CodecFiles codecs)
    {
        var (passed, failed) = (0, 0);
        foreach (var file in files)
        {
            if (Said(file) is not null)
            {
                failed++;
                continue;
            }
            var wrong = file.Check().Concat(ErrorsOfBytes(file, codecs)).ToList();
            foreach (var mistake in wrong)
                Console.Error.WriteLine(mistake);
            var tests = wrong.Select(one => one.Line).Distinct().Count();
            (passed, failed) = (passed + file.Profile!.Source.Tests.Count - tests, failed + tests);
        }
        Console.WriteLine($"{files.Count} profile(s): {passed} passed, {failed} failed");
        return failed == 0 ? 0 : 1;
    }

    /// <summary>Of tests whose bytes a codec reads first.</summary>
    private static IEnumerable<ProfileFileError> ErrorsOfBytes(ProfileFile file, CodecFiles codecs) =>
        from one in ProfileCodecTests.Run(file.Profile!, codecs.Find(file.Profile!, out _), TokensCommand.Now)
        from error in one.Errors
        select new ProfileFileError(file.File, error.Line, error.Column, error.Message);

    /// <summary>A codec lies beside its profile.</summary>
    private static IEnumerable<string> FolderOf(string? path) =>
        path is not null && File.Exists(path) ? [Path.GetDirectoryName(Path.GetFullPath(path))!] : [];

    private static int Try(IReadOnlyList<(string Where, Domain.Devices.Text Line)> lines)
    {
        foreach (var (where, line) in lines)
            Console.WriteLine(where.Length == 0 ? line.En : $"{where}: {line.En}");
        return 0;
    }

    /// <summary>Null where it has no mistakes; otherwise they have been said.</summary>
    private static int? Said(ProfileFile file)
    {
        foreach (var mistake in file.Errors)
            Console.Error.WriteLine(mistake);
        return file.Profile is null ? 2 : null;
    }

    private static IReadOnlyList<ProfileFile> FilesOf(string? path, DirectoryInfo own)
    {
        if (path is not null && File.Exists(path))
            return [ProfileBook.ReadFile(path)];
        var book = new ProfileBook([ProfileBook.ShippedFolder, own.FullName]);
        return path is null ? [.. book.Names.Select(name => book.Find(name)!)]
            : [book.Find(path) ?? throw new ConfigurationException(
                $"{path} is neither a file nor a profile's name{ProfileWords.Suggest(path, book.Names)}")];
    }
}
