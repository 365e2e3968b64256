namespace Estate.Bench.Torture.District;

/// <summary>What goes wrong beside kills, once.</summary>
/// <param name="PlayAsync">Until it is over; gives back what was not as promised, or null.</param>
internal sealed record DistrictTrouble(string Name, Func<TorturedDistrict, Random, Task<string?>> PlayAsync)
{
    /// <summary>In the order they are played. Kills go on between them, so that what one leaves behind meets the next.</summary>
    internal static readonly IReadOnlyList<DistrictTrouble> All =
    [
        new("the leader of the stream moves, three times", PauseTroubles.MoveLeaderAsync),
        new("a message server stands still for 8 s", PauseTroubles.StopNodeAsync),
        new("the leader stands still for 8 s", PauseTroubles.StopLeaderAsync),
        new("a worker stands still for 8 s", PauseTroubles.StopWorkerAsync),
        new("an estate goes away", (district, _) => AwayTroubles.Leave(district)),
        new("the last messages before a silence are lost", SilenceTrouble.PlayAsync),
        new("a bit of a stopped message server's store flips", StoreTroubles.FlipBitAsync),
        new("one message server's store is as it was 30 s ago", StoreTroubles.RollOneBackAsync),
        new("the estate is back, with a month", (district, _) => AwayTroubles.ComeBackAsync(district)),
        new("the disk of a message server is full", DiskTrouble.PlayAsync),
        new("the stores of all message servers are as they were 30 s ago", StoreTroubles.RollAllBackAsync),
        new("a thousand estates come back at once", AwayTroubles.ReconnectAsync),
    ];
}
