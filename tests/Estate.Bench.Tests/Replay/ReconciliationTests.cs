using Estate.TestKit;
using Xunit;

namespace Estate.Bench.Tests.Replay;

/// <summary>A reconciliation never passes on nothing, and lists what it refused.</summary>
public sealed class ReconciliationTests : IDisposable
{
    private const string Mapping = """
        zone: Asia/Shanghai
        files: [ { name: bays.csv } ]
        id: id
        time: seen
        status: { word: state, words: { car: occupied, empty: free } }
        """;

    private readonly TemporaryFolder _folder = new(inMemory: true);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", 1, "There was no row: nothing was reconciled.")]
    [InlineData("S1,bus,2026-03-02T08:00:00\nS2,car,yesterday\n", 1, "None of 2 rows was accepted: nothing was reconciled.")]
    [InlineData("S1,car,2026-03-02T08:00:00\nS2,car,yesterday\n", 0, "1 of 1 ids have another name here")]
    public async Task A_run_without_an_accepted_row_fails_and_says_so(string rows, int expected, string words)
    {
        await File.WriteAllTextAsync(_folder.File("bays.csv"), "id,state,seen\n" + rows);
        await File.WriteAllTextAsync(_folder.File("mapping.yaml"), Mapping);
        var (status, output) = await RunAsync("parking", _folder.Path, "--mapping", _folder.File("mapping.yaml"));
        Assert.Equal(expected, status);
        Assert.Contains(words, output, StringComparison.Ordinal);
        Assert.Matches(@"\ntotal +\d+ = ", output);
    }

    [Fact]
    public async Task Every_refused_row_is_listed_with_its_line()
    {
        await File.WriteAllTextAsync(
            _folder.File("bays.csv"),
            "id,state,seen\nS1,car,2026-03-02T08:00:00\n\"S,2\",car,yesterday\n"
            + "S1,empty,2026-03-02T07:00:00\nS1,car,2026-03-02T08:00:00\n");
        await File.WriteAllTextAsync(_folder.File("mapping.yaml"), Mapping);
        var (status, _) = await RunAsync(
            "parking", _folder.Path, "--mapping", _folder.File("mapping.yaml"), "--refused", _folder.File("refused.csv"));
        Assert.Equal(0, status);
        Assert.Equal(
            """"
            file,line,reason,detail,row
            bays.csv,3,bad_row,'yesterday' fits none of time_formats,"""S,2"",car,yesterday"
            bays.csv,4,older_than_newest,,"S1,empty,2026-03-02T07:00:00"
            bays.csv,5,same_space_twice,,"S1,car,2026-03-02T08:00:00"
            """",
            string.Join('\n', await File.ReadAllLinesAsync(_folder.File("refused.csv"))));
    }

    [Fact]
    public async Task A_mapping_of_another_kind_is_not_played_as_this_one()
    {
        var (status, output) = await RunAsync("bins", _folder.Path, "--mapping", "charging-acn");
        Assert.Equal(2, status);
        Assert.Contains("this is a mapping of charging; use ./estate replay charging", output, StringComparison.Ordinal);
    }

    /// <summary>The program itself, with its exit status.</summary>
    private async Task<(int Status, string Output)> RunAsync(params string[] arguments)
    {
        var start = new System.Diagnostics.ProcessStartInfo("dotnet")
        { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "Estate.Bench.dll"), "replay", .. arguments,
            "--data", _folder.File("var")])
            start.ArgumentList.Add(argument);
        using var process = System.Diagnostics.Process.Start(start)!;
        var texts = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(texts));
    }
}
