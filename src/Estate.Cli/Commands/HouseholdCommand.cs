using System.CommandLine;
using System.Globalization;
using Estate.Cli.Privacy;
using Estate.Gateway.Configuration;

namespace Estate.Cli.Commands;

/// <summary>What a household may ask for by law.</summary>
internal static class HouseholdCommand
{
    internal static Command Create()
    {
        var (estate, data) = (CommonOptions.Estate(), CommonOptions.Data());
        var household = new Argument<string>("household") { Description = "As it is registered with its cards, such as 7-2-301" };
        var to = new Option<string?>("--to") { Description = "A file for it; without it, it is printed" };
        var export = new Command(
            "export", "Everything that is kept about a household, as JSON; also while the gateway runs") { household, to, estate, data };
        export.SetAction(parsed =>
        {
            var desk = Of(parsed.GetRequiredValue(estate), parsed.GetRequiredValue(data));
            if (parsed.GetValue(to) is not { } file)
            {
                Console.WriteLine(desk.Export(parsed.GetRequiredValue(household)));
                return;
            }
            desk.Export(parsed.GetRequiredValue(household), file);
            Console.WriteLine($"已写入 / Written: {file}. 里面是个人信息，请只交给本人 / It holds personal information: give it to nobody else, and "
                + "delete it afterwards.");
        });
        var yes = new Option<bool>("--yes") { Description = "Do not ask" };
        var erase = new Command(
            "erase", "Forget a household: cards, accounts and its number go, the points' sums stay. The gateway must not run")
        {
            household, yes, estate, data,
        };
        erase.SetAction(parsed =>
            Erase(Of(parsed.GetRequiredValue(estate), parsed.GetRequiredValue(data)), parsed.GetRequiredValue(household),
            parsed.GetValue(yes)));
        return new Command("household", "What a household may ask for: what is kept about it, and that it is forgotten") { export, erase };
    }

    private static int Erase(HouseholdRecords desk, string household, bool isAgreed)
    {
        if (desk.Erase(household, () => isAgreed || IsTypedAgain(household)) is not { } erased)
        {
            Console.WriteLine("没有删除任何东西 / Nothing was erased.");
            return 1;
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"已删除 / Forgotten. Its points go on as {erased.Pseudonym}: {erased.Transfers} transfers, {erased.Facts} facts and "
                + $"{erased.AuditEntries} lines of the audit rewritten; {erased.Cards} cards and {erased.Accounts} accounts removed. "
                + $"Nothing in the database names it any more."));
        Console.WriteLine("备份里还有，直到旧备份被替换 / Older backups still hold it until they are replaced; privacy.md says when.");
        return 0;
    }

    private static bool IsTypedAgain(string household)
    {
        Console.WriteLine($"不能撤销。请再输入一次户号 / This cannot be undone. Type the household once more ({household}):");
        return Console.ReadLine()?.Trim() == household;
    }

    private static HouseholdRecords Of(string estate, string data)
    {
        var folder = new DataFolder(data);
        return new(CommonOptions.Model(estate, folder), folder, TimeProvider.System);
    }
}
