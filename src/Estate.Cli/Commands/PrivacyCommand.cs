using System.CommandLine;
using Estate.Cli.Privacy;
using Text = Estate.Domain.Devices.Text;

namespace Estate.Cli.Commands;

/// <summary>What the estate answers for towards everybody it keeps something about.</summary>
internal static class PrivacyCommand
{
    internal static Command Create()
    {
        var (estate, data, language) = (CommonOptions.Estate(), CommonOptions.Data(), CommonOptions.Language());
        var report = new Command(
            "report", "The yearly audit's sheet: what is kept about people, what for, how long, how much; no names. Changes nothing")
        {
            language, estate, data,
        };
        report.SetAction(parsed =>
        {
            var folder = CommonOptions.Folder(parsed.GetRequiredValue(data));
            var sheet = new PrivacyReport(CommonOptions.Model(parsed.GetRequiredValue(estate), folder), folder, TokensCommand.Now).Make();
            var wanted = parsed.GetRequiredValue(language);
            if (wanted is "zh" or "both")
                Print(sheet, text => text.Zh);
            if (wanted is "en" or "both")
                Print(sheet, text => text.En);
        });
        return new Command("privacy", "What is kept about people, for who has to answer for it") { report };
    }

    private static void Print(IReadOnlyList<SheetSection> sheet, Func<Text, string> pick)
    {
        foreach (var (title, lines) in sheet)
        {
            Console.WriteLine($"\n{pick(title)}");
            foreach (var line in lines)
                Console.WriteLine(pick(line));
        }
    }
}
