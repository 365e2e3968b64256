using System.CommandLine;
using System.Globalization;
using Estate.Cli.Doctor;
using Estate.Cli.Support;
using Estate.Gateway.Configuration;

namespace Estate.Cli.Commands;

/// <summary>A file to send to who helps; nothing about anybody is in it.</summary>
internal static class SupportBundleCommand
{
    internal static Command Create()
    {
        var (estate, data, url) = (CommonOptions.Estate(), CommonOptions.Data(), CommonOptions.Url());
        var to = new Option<string?>("--to")
        {
            Description = "The file; without it estate-support-DATE.tar.gz in this folder, or in /tmp "
            + "where this one cannot be written"
        };
        var command = new Command(
            "support-bundle", "Gather what a support person needs; no cards, households, names or messages") { to, url, estate, data };
        command.SetAction(async (parsed, stop) =>
        {
            var path = PathFor(parsed.GetValue(to), Environment.CurrentDirectory);
            using var patient = new DoctorContext(
                new DataFolder(parsed.GetRequiredValue(data)), parsed.GetRequiredValue(estate),
                CommonOptions.Address(parsed.GetRequiredValue(url)), TimeProvider.System);
            var bundle = new SupportBundle(patient);
            var missing = await bundle.CollectAsync(stop);
            bundle.Write(path);
            Console.WriteLine($"{path}: {string.Join(", ", bundle.Names)}");
            Console.WriteLine(
                "里面没有住户、卡号、姓名和消息内容；发出去之前可以打开看看。 / It holds no households, cards, names or messages; look into it before you send it.");
            foreach (var one in missing)
                Console.WriteLine($"缺少 / Missing: {one}");
        });
        return command;
    }

    /// <summary>A service's user is a stranger in the folder of who calls it with sudo.</summary>
    /// <exception cref="ConfigurationException">It cannot be written there.</exception>
    internal static string PathFor(string? wanted, string here)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"estate-support-{TimeProvider.System.GetUtcNow():yyyyMMdd-HHmmss}.tar.gz");
        var path = Path.GetFullPath(wanted ?? Path.Combine(WriteProbe.In(here) is null ? here : Path.GetTempPath(), name));
        return WriteProbe.In(Path.GetDirectoryName(path)!) is not { } problem ? path
            : throw new ConfigurationException($"用户 {Environment.UserName} 写不进 {path}：{problem}。请另指一处，例如 --to /tmp/{name} / User "
                + $"{Environment.UserName} cannot write {path}: {problem}. Name another place, such as --to /tmp/{name}");
    }
}
