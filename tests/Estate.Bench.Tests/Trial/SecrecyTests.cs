using System.Text;
using Estate.Bench.Harness;
using Estate.FirmwareSim;
using Estate.TestKit;
using Xunit;

namespace Estate.Bench.Tests.Trial;

/// <summary>A gateway as a process of its own, with everything it and its broker write.</summary>
public sealed class SecrecyTests
{
    [Fact]
    public async Task No_file_and_no_log_holds_a_card_number()
    {
        const string card = "5EC4E7CA4D";
        using var folder = new TemporaryFolder();
        using (var estate = new BenchEstate(folder.File("trial"), 1, TimeProvider.System))
        {
            estate.RegisterCards([("h1", card)]);
            await estate.StartAsync();
            using var station = new Station(
                new DeviceOptions("trial", "station-1", "127.0.0.1", estate.Port) { Password = estate.Passwords["station-1"] },
                TimeProvider.System);
            station.Start();
            await Eventually.UntilAsync(() => station.IsOnline);
            station.Deposit(station.Tap(card), "wet", 500);
            station.Tap(card + "-unknown");
            station.Record("tap", $"{{\"kard\":\"{card}\"}}");
            station.Record(card, "{}");
            await Eventually.UntilAsync(() => station.Waiting == 0);
        }
        var files = Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith(".sock", StringComparison.Ordinal)).ToList();
        Assert.Contains(files, file => file.EndsWith("gateway.log", StringComparison.Ordinal) && new FileInfo(file).Length > 0);
        foreach (var file in files)
            Assert.False(
                Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)).Contains(card, StringComparison.OrdinalIgnoreCase), file);
    }
}
