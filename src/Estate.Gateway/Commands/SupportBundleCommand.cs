using System.CommandLine;
using System.Globalization;
using Estate.Gateway.Configuration;
using Estate.Gateway.Doctor;
using Estate.Gateway.Support;

namespace Estate.Gateway.Commands;

/// <summary>A file to send to who helps; nothing about anybody is in it.</summary>
internal static class SupportBundleCommand
{
    internal static Command Create()
    {
        var (estate, data, url) = (CommonOptions.Estate(), CommonOptions.Data(), CommonOptions.Url());
        var to = new Option<string?>("--to") { Description = "The file; estate-support-DATE.tar.gz in this folder without it" };
        var command = new Command("support-bundle", "Gather what a support person needs; no cards, households, names or messages") { to, url, estate, data };
        command.SetAction(async (parsed, stop) =>
        {
            using var patient = new Patient(new DataFolder(parsed.GetRequiredValue(data)), parsed.GetRequiredValue(estate), new Uri(parsed.GetRequiredValue(url)), TimeProvider.System);
            var bundle = new SupportBundle(patient);
            var missing = await bundle.CollectAsync(stop);
            var path = Path.GetFullPath(parsed.GetValue(to) ?? string.Create(CultureInfo.InvariantCulture, $"estate-support-{TimeProvider.System.GetUtcNow():yyyyMMdd-HHmmss}.tar.gz"));
            bundle.Write(path);
            Console.WriteLine($"{path}: {string.Join(", ", bundle.Names)}");
            Console.WriteLine("里面没有住户、卡号、姓名和消息内容；发出去之前可以打开看看。 / It holds no households, cards, names or messages; look into it before you send it.");
            foreach (var one in missing)
                Console.WriteLine($"缺少 / Missing: {one}");
        });
        return command;
    }
}
