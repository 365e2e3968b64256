using Estate.Bench.Torture;
using Estate.Bench.Torture.Fuzz;
using Estate.TestKit;
using Xunit;

namespace Estate.Bench.Tests.Torture;

/// <summary>Short versions of <c>./estate torture</c>, with the real broker and the real gateway process.</summary>
public sealed class TroubleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_full_disk_loses_nothing_and_the_gate_goes_on()
    {
        Assert.SkipUnless(FaultShim.IsPossible, "a C compiler is needed: apt-get install gcc libc6-dev");
        Passes(await DiskTroubles.RefusingAsync(Run(), seconds: 3));
    }

    [Fact]
    public async Task A_broker_that_forgets_loses_nothing() => Passes(await BrokerTroubles.AmnesiaAsync(Run(), deaths: 2));

    [Fact]
    public async Task Damaged_rows_are_reported_or_refused() => Passes(await CorruptRows.PlayAsync(Run(), ["alert", "person"]));

    [Fact]
    public async Task Damaged_accounts_are_reported_or_refused() => Passes(await CorruptPages.PlayAsync(Run(), ["balance"], rounds: 1));

    [Fact]
    public async Task Unwritable_events_affect_nothing_else() => Passes(await Poison.PlayAsync(Run(), kills: 1, seconds: 5));

    [Fact]
    public async Task Corrupt_messages_end_nothing() =>
        Passes(await FuzzScenario.PlayAsync(Run() with { Minutes = 0.1, Messages = 20_000 }));

    [Fact]
    public async Task Idle_connections_shut_nobody_out() => Passes(await IdleConnections.PlayAsync(Run(), hostile: 700, seconds: 2));

    [Fact]
    public async Task One_device_cannot_fill_the_broker() => Passes(await BrokerMemory.PlayAsync(Run(), [(60_000, 1_000)]));

    // Other tests run beside it: lateness is measured by ./estate torture, alone on the machine.
    private ScenarioRun Run() =>
        new(_folder.File("trial"), 7, TimeProvider.System, TestContext.Current.CancellationToken) { IsTimed = false };

    private static void Passes(ScenarioVerdict verdict) => Assert.True(verdict.Passes, verdict.ToString());
}
