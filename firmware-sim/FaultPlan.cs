namespace Estate.FirmwareSim;

/// <summary>What goes wrong, and how often, drawn from a seed: the same seed, the same troubles.</summary>
public sealed class FaultPlan(IReadOnlySet<string> faults, Random random)
{
    public static readonly IReadOnlyList<string> Known = [
        "duplicate", "offline", "drift", "reboot", "noclock", "reorder", "latereply", "lostend", "split", "weld"];

    /// <exception cref="FormatException">Names the word that is not a fault.</exception>
    public static IReadOnlySet<string> Parse(string text)
    {
        var words = text is "" or "none" ? [] : text == "all" ? Known : text.Split(',');
        if (words.FirstOrDefault(word => !Known.Contains(word)) is { } unknown)
            throw new FormatException($"--faults: '{unknown}' is not one of none, all, {string.Join(", ", Known)}");
        return words.ToHashSet();
    }

    /// <summary>Called about once a second per station.</summary>
    public void Trouble(Station station)
    {
        station.SendsTwice = Strikes("duplicate", 0.2);
        if (station.IsCutOff ? random.NextDouble() < 0.05 : Strikes("offline", 0.005))
        {
            // What is recorded meanwhile happened up to three days ago.
            station.IsCutOff = !station.IsCutOff;
            station.Backdate = station.IsCutOff ? TimeSpan.FromHours(random.Next(72)) : TimeSpan.Zero;
        }
        if (Strikes("drift", 0.05))
            station.Clock.Offset += TimeSpan.FromSeconds(random.Next(-20, 21));
        if (Strikes("noclock", 0.002))
            (station.Clock.Trust, station.Clock.Offset) = ("unknown", TimeSpan.FromDays(-365 * 50));
        else if (station.Clock.Trust == "unknown" && random.NextDouble() < 0.05)
            (station.Clock.Trust, station.Clock.Offset) = ("synced", TimeSpan.Zero);
        if (Strikes("reboot", 0.003))
            station.Reboot();
    }

    /// <summary>Called about once a second per charger.</summary>
    public void Trouble(ChargerBoard board)
    {
        board.SendsTwice = Strikes("duplicate", 0.2);
        board.ReplyDelay = Strikes("latereply", 0.1) ? TimeSpan.FromSeconds(random.Next(5, 180)) : TimeSpan.Zero;
        board.LosesEnds = Strikes("lostend", 0.2);
        board.SplitsReports = Strikes("split", 0.5);
        if (board.IsCutOff ? random.NextDouble() < 0.05 : Strikes("offline", 0.002))
            board.IsCutOff = !board.IsCutOff;
        if (Strikes("reboot", 0.001))
            board.Restart();
        if (Strikes("weld", 0.0002))
            board.Sockets[random.Next(board.Sockets.Count)].IsWelded = true;
    }

    /// <summary>True when a deposit should overtake its tap.</summary>
    public bool Reorders => Strikes("reorder", 0.05);

    private bool Strikes(string fault, double chance) => faults.Contains(fault) && random.NextDouble() < chance;
}
