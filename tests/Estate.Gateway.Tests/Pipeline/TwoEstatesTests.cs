using Estate.Domain.Alerts;
using Xunit;

namespace Estate.Gateway.Tests.Pipeline;

/// <summary>An estate is one partition of state: nothing of it belongs to the process.</summary>
public sealed class TwoEstatesTests
{
    [Fact]
    public async Task Two_estates_in_one_process_share_nothing()
    {
        await using var north = await RunningPipeline.StartAsync("north");
        await using var south = await RunningPipeline.StartAsync("south");
        var answer = await north.Loop.AskAsync(new HandOverShift("Wang", "the north gate squeaks"), "Li");
        Assert.Null(answer.Reason);
        Assert.Equal((1, 0), (north.Kept("shift_handed_over"), south.Kept("shift_handed_over")));
        north.Metrics.Transfers.Add(3);
        Assert.Contains("\nestate_transfers_total 3\n", north.Figures, StringComparison.Ordinal);
        Assert.DoesNotContain("\nestate_transfers_total 3\n", south.Figures, StringComparison.Ordinal);
    }
}
