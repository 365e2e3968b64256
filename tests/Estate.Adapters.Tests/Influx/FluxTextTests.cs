using System.Diagnostics;
using System.Text.Json;
using Estate.Adapters.Influx;
using Estate.Domain.Devices;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Adapters.Tests.Influx;

/// <summary>Every script that is sent to a server of the second generation, before InfluxData's own Flux compiler.</summary>
public sealed class FluxTextTests
{
    private static readonly string[] Nasty = ["estate", "a \"b\" \\", "${now()}", "小区\n二"];

    private static readonly Interval Day = new(
        Instant.FromUtc(2026, 3, 2, 0, 0), Instant.FromUtc(2026, 3, 3, 0, 0) + Duration.FromNanoseconds(41));

    [Fact]
    public async Task The_Flux_compiler_accepts_every_script_whatever_the_names()
    {
        var scripts = Nasty.SelectMany(name => new[]
        {
            FluxText.MeansTask(new(new("http://influx/"), InfluxDialect.V2, name) { Averaged = ["bin", name] }, name),
            FluxText.Points(name, name, new("bin", ["station"], ["fill", "full"]), Day),
            FluxText.TagKeys(name),
            FluxText.TagValues(name, name, name),
        }).ToList();
        Assert.All(await AreValidAsync(scripts), Assert.True);
    }

    [Fact]
    public async Task The_Flux_compiler_rejects_a_wrong_name_type_or_quote()
    {
        var right = FluxText.MeansTask(new(new("http://influx/"), InfluxDialect.V2, "estate") { Averaged = ["bin"] }, "estate");
        string[] wrong = [
            right.Replace("fn: mean", "fun: mean", StringComparison.Ordinal), right.Replace("\"estate\"", "3", StringComparison.Ordinal),
            right.Replace("mean,", "meen,", StringComparison.Ordinal), right.Replace("\"bin\"", "\"bin", StringComparison.Ordinal)];
        Assert.All(wrong, script => Assert.NotEqual(right, script));
        Assert.All(await AreValidAsync(wrong), Assert.False);
    }

    private static async Task<IReadOnlyList<bool>> AreValidAsync(IReadOnlyList<string> scripts)
    {
        var folder = await NodeTools.InstallAsync("flux");
        using var node = Process.Start(new ProcessStartInfo("node", ["--experimental-wasm-modules", "--no-warnings", "check.mjs"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        await node.StandardInput.WriteAsync(JsonSerializer.Serialize(scripts));
        node.StandardInput.Close();
        var said = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        Assert.Equal(0, node.ExitCode);
        return JsonSerializer.Deserialize<List<bool>>(said)!;
    }
}
