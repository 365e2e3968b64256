using System.CommandLine;
using Estate.Adapters.Storage;

namespace Estate.Cli.Commands;

/// <summary>Who changed what, and whether anybody has changed that since.</summary>
internal static class AuditCommand
{
    internal static Command Create()
    {
        var data = CommonOptions.Data();
        var head = new Option<string?>("--head")
        { Description = "A seal noted earlier (its first 12 letters will do): it must be there still" };
        var verify = new Command("verify", "Check the chain of entries, and the journal's lines that came of them") { data, head };
        verify.SetAction(parsed =>
        {
            var verdict = Of(parsed.GetRequiredValue(data)).Verify(parsed.GetValue(head));
            if (verdict.Problem is { } problem)
            {
                Console.WriteLine($"BROKEN after {verdict.Entries} entries: {problem}");
                return 1;
            }
            Console.WriteLine($"{verdict.Entries} entries, none changed, none missing. Note this seal, and give it to --head next time: "
                + $"{verdict.Head[..12]}");
            return 0;
        });
        var count = new Option<int>("--last") { Description = "How many", DefaultValueFactory = _ => 50 };
        var list = new Command("list", "The last entries") { data, count };
        list.SetAction(parsed =>
        {
            foreach (var (n, entry, _, facts, mac) in Of(parsed.GetRequiredValue(data)).Read(long.MaxValue, parsed.GetValue(count))
                .Reverse())
                Console.WriteLine(
                    $"{n}  {entry.At}  {entry.By}  {entry.Action}  {entry.Target}  {entry.Detail}  {facts} facts  {mac[..12]}");
        });
        return new Command("audit", "Who changed what") { verify, list };
    }

    private static AuditChain Of(string data)
    {
        var folder = CommonOptions.Folder(data);
        return new(folder.OpenDatabase(), folder.AuditKey());
    }
}
