using Estate.Adapters.Storage;
using Estate.Cli.Tests.Commands;
using Estate.TestKit;
using Xunit;

namespace Estate.Cli.Tests.Backup;

/// <summary>A program that is older than the database says so, whatever it was asked, and writes nothing.</summary>
public sealed class OldProgramTests
{
    public static TheoryData<string> Commands =>
    [
        "run --urls http://127.0.0.1:0", "init", "init --demo", "cards import cards.csv", "people list",
        "people invite --role administrator", "tokens list",
        "tokens add hall --role staff", "audit verify", "backup --to usb", "backup key", "rules backtest rules.yaml",
        "privacy report",
    ];

    private static readonly string[] WithEstate = ["run", "init", "backup --to", "rules", "privacy"];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_command_refuses_a_newer_database_and_changes_nothing(string command)
    {
        using var estate = new EstateOnDisk();
        TestDatabase.Run(estate.Data.Database, $"PRAGMA journal_mode = DELETE; PRAGMA user_version = {EstateDatabase.NewestSchema + 1}");
        File.WriteAllText(estate.Elsewhere("cards.csv"), "h2,CARD0002\n");
        File.WriteAllText(estate.Elsewhere("rules.yaml"), "");
        // What an older program does not know and would write again.
        File.Delete(Path.Combine(estate.Data.Root, "secrets", "people.key"));
        var before = estate.Fingerprint();
        var arguments = command.Split(' ').Select(word => word is "cards.csv" or "rules.yaml" or "usb" ? estate.Elsewhere(word) : word)
            .Append("--data").Append(estate.Data.Root);
        if (WithEstate.Any(start => command.StartsWith(start, StringComparison.Ordinal)))
            arguments = arguments.Append("--estate").Append(estate.EstateFile);
        var (code, output) = await GatewayProgram.RunAsync(null, arguments);
        Assert.True(code == 2, $"{code}: {output}");
        Assert.Contains("written by a newer program", output, StringComparison.Ordinal);
        Assert.Contains("更新版本的程序写的", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        Assert.Equal(before, estate.Fingerprint());
    }

    [Fact]
    public async Task The_doctor_reports_a_newer_database()
    {
        using var estate = new EstateOnDisk();
        TestDatabase.Run(estate.Data.Database, $"PRAGMA journal_mode = DELETE; PRAGMA user_version = {EstateDatabase.NewestSchema + 1}");
        var before = estate.Fingerprint();
        var (code, output) = await GatewayProgram.RunAsync(
            null, "doctor", "--data", estate.Data.Root, "--estate", estate.EstateFile, "--url", "http://127.0.0.1:1", "--lang", "en");
        Assert.Equal(1, code);
        Assert.Contains("is newer than this program", output, StringComparison.Ordinal);
        Assert.Equal(before, estate.Fingerprint());
    }
}
