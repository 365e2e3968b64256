namespace Estate.FirmwareSim.Past;

/// <summary>Weeks of access points and switches: how many are connected by the hour, and one uplink that was down for a while.</summary>
public sealed class PastNetwork(Agenda agenda, IReadOnlyList<NetworkBox> boxes, Random random)
{
    private const int DownOnDay = 20;
    private static readonly TimeSpan BeatEvery = TimeSpan.FromMinutes(14);

    public void Start()
    {
        foreach (var box in boxes)
        {
            box.Start();
            agenda.Every(BeatEvery, TimeSpan.FromMinutes(1), () =>
            {
                if (NetworkBox.HasClients(box.Name))
                    box.Clients = ByHour(agenda.Now.Hour) + random.Next(8);
                (box.LossPct, box.InMbit) = (random.NextDouble(), (box.Clients ?? 30) * random.NextDouble());
                box.Beat();
            });
        }
    }

    public void Plan(PastDay day)
    {
        if (day.Number != DownOnDay || boxes.Count == 0)
            return;
        var (box, at) = (boxes[^1], day.At(10.2));
        agenda.At(at, () => box.SetUplink(false));
        agenda.At(at + TimeSpan.FromMinutes(25), () => box.SetUplink(true));
    }

    /// <summary>By the clock of Greenwich: evenings in China are busiest.</summary>
    private static int ByHour(int hour) => hour is >= 10 and <= 14 ? 30 : hour is >= 16 and <= 22 ? 3 : 14;
}
